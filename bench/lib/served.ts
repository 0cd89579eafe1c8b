import type { Company } from "../../server/src/demo/company.ts";
import type { Look } from "./look.ts";

/** SQL for the id of the row of this kind (two hex digits) with this number. */
export const uuid = (kind: string, number: string): string =>
  `(lpad(to_hex((${number})::bigint), 8, '0') || '-0000-7000-8000-0000000000${kind}')::uuid`;

/** A contact (c0) and an ended conversation (b0) for each row of `people`: SQL of a table `c` with the number `n` and the moment `at`. */
export async function fillServed(look: Look, company: Company, people: string): Promise<void> {
  const { accountId, channelId, teams, agents } = company;
  await look.pool.query(
    `INSERT INTO contact (account_id, id, profile_name, phone, search, created_at)
     SELECT $1, ${uuid("c0", "n")}, 'Cliente ' || n, (5511900000000 + n)::text, 'cliente ' || n, at FROM ${people}`,
    [accountId],
  );
  await look.pool.query(
    `INSERT INTO conversation (account_id, id, protocol, channel_id, contact_id, team_id, agent_id, owner, status, seq, last_message_at,
       recipient_kind, recipient_value, opened_at, closed_at, close_reason)
     SELECT $1, ${uuid("b0", "n")}, n, $2, ${uuid("c0", "n")}, $3, $4, 'agent', 'closed', 20, at, 'phone', (5511900000000 + n)::text, at,
       at + interval '1 hour', 'agent' FROM ${people}`,
    [accountId, channelId, teams.principal, Object.values(agents)[0]],
  );
}
