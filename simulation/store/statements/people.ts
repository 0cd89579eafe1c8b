import type * as Shown from "../../../server/src/modules/conversations/contacts.queries.ts";
import type * as Contacts from "../../../server/src/modules/contacts/contacts.queries.ts";
import { planted } from "../../production/bridge.ts";
import type { Modelled } from "../modelled.ts";
import type { ContactRow, IdentityRow } from "../rows.ts";

const contactOf = (row: ContactRow): Contacts.LockedContact => ({
  accountId: row.account_id,
  id: row.id,
  name: row.name,
  profileName: row.profile_name,
  username: row.username,
  phone: row.phone,
  blocked: false,
  hasEmail: false,
  noMarketing: false,
  noAutomatic: false,
  createdAt: row.created_at,
  mergedInto: row.merged_into,
  wasSplit: false,
});

const identityOf = (
  row: IdentityRow,
): ReturnType<typeof Contacts.loadIdentities> extends Promise<(infer One)[]> ? One : never => ({
  accountId: row.account_id,
  kind: row.kind,
  value: row.value,
  portfolioId: row.portfolio_id,
  contactId: row.contact_id,
  matchKey: row.match_key,
});

export const contacts: Modelled<typeof Contacts> = {
  loadIdentities: (at, brought) =>
    at
      .all(at.tables.contact_identity, (row) =>
        brought.some(
          (one) =>
            one.accountId === row.account_id &&
            ((one.kind === row.kind && one.value === row.value && one.portfolioId === row.portfolio_id) ||
              (one.matchKey !== null && one.matchKey === row.match_key)),
        ),
      )
      .map(identityOf),
  lockIdentities(at, keys) {
    if (planted(2)) return;
    for (const key of [...new Set(keys)].sort()) at.advisory(`identity:${key}`);
  },
  lockContacts(at, ids) {
    const wanted = [...new Set(ids.map(({ id }) => id))]
      .filter((id) => at.find(at.tables.contact, id))
      .sort();
    if (!planted(2) && !planted(1)) for (const id of wanted) at.lock(at.tables.contact, id);
    return wanted.flatMap((id) => {
      const row = at.find(at.tables.contact, id);
      return row ? [contactOf(row)] : [];
    });
  },
  mergeContact(at, { accountId, loser, winner }) {
    at.store.saw("identity merged");
    for (const row of at.all(at.tables.contact_identity, ({ contact_id }) => contact_id === loser))
      at.update(at.tables.contact_identity, row, { contact_id: winner });
    for (const row of at.all(
      at.tables.contact,
      ({ account_id, id, merged_into }) =>
        account_id === accountId && (id === loser || merged_into === loser),
    ))
      at.update(at.tables.contact, row, { merged_into: winner });
  },
};

export const shownContacts: Modelled<typeof Shown> = {
  conversationsOfContacts: (at, accountId, contactIds) =>
    contactIds.flatMap((id) =>
      at
        .all(at.tables.conversation, (row) => row.account_id === accountId && row.contact_id === id)
        .sort((a, b) => b.opened_at - a.opened_at)
        .filter(({ status }, place) => place === 0 || status === "open" || status === "pending")
        .map((row) => ({ id: row.id, teamId: row.team_id })),
    ),
};
