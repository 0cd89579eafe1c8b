import type { ContactCard, TicketPage, TicketRow } from "@balcao/api";
import { firstNameOf } from "@balcao/core";
import { useQuery } from "@tanstack/react-query";
import { useContact } from "../conversations/panel/contact-data.ts";
import { api } from "../lib/api.ts";
import { keys, useSelf } from "../lib/queries.ts";
import type { KnownFacts } from "./prefill.ts";

type TicketFacts = Pick<TicketRow, "number" | "title">;
type About = {
  /** null = a phone that nobody is known by yet */
  contact: ContactCard | null;
  /** of the conversation; null = it has not begun */
  protocol: number | null;
  /** the ticket it is about; undefined = the one that is open of this contact, when there is but one */
  ticket?: TicketFacts;
};

/** The one open ticket of a contact; null when there is none, or when nobody knows which of several is meant. */
function useOnlyTicket(contactId: string | null): TicketFacts | null {
  const { data } = useQuery({
    queryKey: [...keys.tickets, "open-of", contactId],
    queryFn: () =>
      api<TicketPage>("/api/tickets", { query: { contact: contactId, status: "active", limit: 2 } }),
    enabled: contactId !== null,
  });
  return data?.items.length === 1 ? (data.items[0] ?? null) : null;
}

const said = (value: string | null | undefined): string | undefined => {
  const text = value?.replace(/\s+/gu, " ").trim() ?? "";
  return text === "" ? undefined : text;
};

/** What is known of the contact, the conversation and the ticket, to be put into a template. */
export function useKnownFacts({ contact, protocol, ticket }: About): KnownFacts {
  const me = useSelf();
  const id = contact?.id ?? null;
  const { data: details } = useContact(id ?? "", id !== null);
  const only = useOnlyTicket(ticket === undefined ? id : null);
  const about = ticket ?? only;
  const name = said(contact?.name ?? contact?.profileName);
  const facts: Record<keyof KnownFacts, string | undefined> = {
    firstName: name && said(firstNameOf(name)),
    name,
    phone: said(contact?.phone),
    email: said(details?.email?.address),
    organisation: said(details?.organisation?.name),
    protocol: protocol === null ? undefined : String(protocol),
    ticket: about ? `#${about.number}` : undefined,
    ticketTitle: said(about?.title),
    agent: said(me.agent.name),
    company: said(me.account.name),
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}
