/** A button of a template. */
export interface TemplateButton {
  type: 'QUICK_REPLY' | 'URL' | 'PHONE_NUMBER' | 'COPY_CODE';
  text: string;
  url?: string;
}

/** A message template as the account has it. */
export interface Template {
  name: string;
  language: string;
  status: string;
  header?: { format: 'TEXT' | 'IMAGE' | 'VIDEO' | 'DOCUMENT'; text?: string };
  body: string;
  footer?: string;
  buttons: TemplateButton[];
}

/** The one that every new account has. */
const HELLO: Template = {
  name: 'hello_world',
  language: 'en_US',
  status: 'APPROVED',
  header: { format: 'TEXT', text: 'Hello World' },
  body: 'Welcome and congratulations!! This message demonstrates your ability to send a WhatsApp message notification from the Cloud API, hosted by Meta. Thank you for taking the time to test with us.',
  footer: 'WhatsApp Business Platform sample message',
  buttons: [],
};
const MOST = 2_000;

/** The templates of the account, by name and language. */
export class Templates {
  private readonly templates = new Map<string, Template>();

  constructor() {
    this.clear();
  }

  put(template: Template): void {
    const key = keyOf(template.name, template.language);
    if (this.templates.has(key) || this.templates.size < MOST) this.templates.set(key, template);
  }

  get(name: string, language: string): Template | undefined {
    return this.templates.get(keyOf(name, language));
  }

  list(): Template[] {
    return [...this.templates.values()];
  }

  clear(): void {
    this.templates.clear();
    this.put(HELLO);
  }
}

function keyOf(name: string, language: string): string {
  return `${name}/${language}`;
}
