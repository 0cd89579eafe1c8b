import type { ContactCard } from "@balcao/api";

/** The name to show: registered name, else phone, else @username, else what the person calls themselves on WhatsApp. */
export function nameOf(contact: ContactCard, unknown: string): string {
  return (
    contact.name ??
    contact.phone ??
    (contact.username ? `@${contact.username}` : null) ??
    contact.profileName ??
    unknown
  );
}
