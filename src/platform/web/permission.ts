/** `room:verb`: what a caller may do. */
export type Permission = `${string}:${string}`;
