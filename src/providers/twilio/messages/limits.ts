/** Most that Twilio and WhatsApp behind it take, in characters where it is a text. */
export const LIMITS = {
  text: 1600,
  caption: 1024,
  url: 2048,
  placeName: 256,
  contentVariable: 1024,
} as const;
