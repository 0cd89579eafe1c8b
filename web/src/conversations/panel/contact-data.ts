import type { ContactDetails, Conversation } from "@balcao/api";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { queryClient } from "../../lib/queries.ts";
import { CONTACT, patchCache } from "../../realtime/cache.ts";
import { currentRow } from "../commands.ts";

/** What the panel shows of a conversation; the last two come with its own answer. */
export type PanelFacts = Pick<Conversation, "id" | "contact"> &
  Partial<Pick<Conversation, "channel" | "previous">>;

/** All that is known of a contact; the socket says when to ask again. */
export const useContact = (id: string, enabled = true): UseQueryResult<ContactDetails> =>
  useQuery({
    queryKey: [CONTACT, id],
    queryFn: () => api<ContactDetails>(`/api/contacts/${id}`),
    enabled,
  });

/** Puts what the server answered to a change in the place of what was known. */
export function keepContact(details: ContactDetails): void {
  queryClient.setQueryData([CONTACT, details.id], details);
}

/** Registers a name (null: none); what shows it changes at once, everywhere else through the socket. */
export async function renameContact(
  conversationId: string | null,
  contactId: string,
  name: string | null,
): Promise<void> {
  const details = await api<ContactDetails>(`/api/contacts/${contactId}`, {
    method: "PATCH",
    body: { name },
  });
  keepContact(details);
  const row = conversationId === null ? undefined : currentRow(conversationId);
  if (!row || row.contact.id !== contactId) return;
  const contact = { ...row.contact, name: details.name ?? details.agentName };
  patchCache([{ type: "conversation", row: { ...row, contact }, entries: [] }], { isGuess: true });
}
