import { TEMPLATE_FIELDS, templateNotice, type NoticeFact, type TemplateNotice } from "@balcao/whatsapp";

/** Header, body, footer and buttons of a template, of Meta's JSON as it is stored; and that JSON of what was written here. */
export { draftComponents, templateParts } from "@balcao/whatsapp";

/** What people chose about marketing, as a notice tells it. */
export { marketingChoices as marketingNews } from "@balcao/whatsapp";

/** The people in the WhatsApp Business app's own list. */
export { syncedContacts as syncedPeople } from "@balcao/whatsapp";

/** What a notice says of a template. Null when it is about something else, or does not name the template. */
export const templateNews = ({ field, value }: NoticeFact): TemplateNotice | null =>
  TEMPLATE_FIELDS.has(field) ? templateNotice(field, value) : null;
