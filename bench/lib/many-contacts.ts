import type { Company } from "../../server/src/demo/company.ts";
import type { Look } from "./look.ts";

export const CONTACTS = Number(process.env["BENCH_CONTACTS"] ?? 100_000);
const ORGANISATIONS = 500;

/** Ids of labels that many contacts have, and few; of an organisation among all. */
export const CONTACT_LABELS = {
  common: "01a20a45-0de6-7000-8000-000000000005",
  rare: "01a20a45-0de6-7000-8000-000000000006",
};
export const SOME_ORGANISATION = "00000001-0000-7000-8000-0000000000f0";

const uuid = (kind: string, number: string): string =>
  `(lpad(to_hex((${number})::bigint), 8, '0') || '-0000-7000-8000-0000000000${kind}')::uuid`;

/**
 * A company that has met many people, made by set-based statements: every third under a registered name, whatever their team, half of them in organisations, one
 * closed conversation each with one of three teams, but for one in twenty that came by import and has none.
 */
export async function fillContacts(look: Look, company: Company): Promise<void> {
  const { accountId, channelId, teams } = company;
  await look.pool.query(
    `INSERT INTO organisation (account_id, id, name, search, created_at)
     SELECT $1, ${uuid("f0", "n")}, 'Empresa ' || n, 'empresa ' || n, now() FROM generate_series(1, ${ORGANISATIONS}) n`,
    [accountId],
  );
  await look.pool.query(
    `INSERT INTO contact (account_id, id, name, profile_name, phone, email, search, organisation_id, created_at)
     SELECT $1, ${uuid("c0", "n")}, CASE WHEN n / 3 % 3 = 0 THEN person END, person, phone, CASE WHEN n % 4 = 0 THEN 'pessoa' || n || '@exemplo.com.br' END,
       lower(person) || ' ' || phone, CASE WHEN n % 2 = 0 THEN ${uuid("f0", `1 + n / 2 % ${ORGANISATIONS}`)} END, now() - make_interval(secs => n * 600)
     FROM (SELECT n, (ARRAY['Ana','Bruno','Carla','Davi','Elisa','Fabio','Gabriela','Heitor','Iara','Joao'])[1 + n * 31 % 10] || ' '
       || (ARRAY['Silva','Souza','Costa','Lima','Rocha','Alves','Pinto'])[1 + n * 17 % 7] || ' ' || n AS person, (5511900000000 + n)::text AS phone
       FROM generate_series(1, ${CONTACTS}) n) p`,
    [accountId],
  );
  await look.pool.query(
    `INSERT INTO conversation (account_id, id, protocol, channel_id, contact_id, team_id, owner, status, last_message_at, recipient_kind, recipient_value,
       opened_at, closed_at, close_reason)
     SELECT $1, ${uuid("b0", "n")}, n, $2, ${uuid("c0", "n")}, ($3::uuid[])[1 + n % 3], 'team', 'closed', at, 'phone', (5511900000000 + n)::text, at, at, 'agent'
     FROM (SELECT n, now() - make_interval(secs => n * 600) AS at FROM generate_series(1, ${CONTACTS}) n WHERE n % 20 <> 0) c`,
    [accountId, channelId, [teams.principal, teams.comercial, teams.suporte]],
  );
  for (const [id, every] of [
    [CONTACT_LABELS.common, 3],
    [CONTACT_LABELS.rare, 2_000],
  ] as const) {
    await look.pool.query(
      "INSERT INTO label (account_id, id, name, color, created_at) VALUES ($1, $2::uuid, $2::uuid::text, '#0b7567', now())",
      [accountId, id],
    );
    await look.pool.query(
      `INSERT INTO contact_label (account_id, contact_id, label_id) SELECT $1, ${uuid("c0", "n")}, $2::uuid FROM generate_series(1, ${CONTACTS}) n WHERE n / 7 % $3 = 0`,
      [accountId, id, every],
    );
  }
  await look.pool.query("VACUUM ANALYZE");
}
