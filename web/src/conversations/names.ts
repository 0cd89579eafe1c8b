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

/** What the person calls themselves on WhatsApp, when another name is shown; null otherwise. Nobody checked it. */
export const aliasOf = ({ name, phone, username, profileName }: ContactCard): string | null =>
  profileName !== null && profileName !== name && (name ?? phone ?? username) !== null ? profileName : null;
