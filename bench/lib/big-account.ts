import type { Company } from "../../server/src/demo/company.ts";
import type { Look } from "./look.ts";

export const CONVERSATIONS = Number(process.env["BENCH_CONVERSATIONS"] ?? 100_000);
const MESSAGES_EACH = 10;
/** one conversation in this many is still open */
const OPEN_EVERY = 25;
/** one customer writes for years: the thread whose pages must not cost more than another's */
const LONG_THREAD = 20_000;

/** what one message in twenty speaks of; one in RARE_EVERY of porcelain, and each of a code of its own */
const SUBJECTS = (
  "orçamento,boleto,entrega,garantia,troca,devolução,vaso,jardim,azulejo,cerâmica,rachadura,segunda via,nota fiscal," +
  "desconto,parcela,montagem,endereço,cobrança,informações,horário"
).split(",");
const RARE_EVERY = 5_000;

/** Ids of the labels of `markSome`. */
export const LABELS = {
  common: "01a20a45-0de6-7000-8000-000000000001",
  rare: "01a20a45-0de6-7000-8000-000000000002",
};

const uuid = (kind: string, number: string): string =>
  `(lpad(to_hex(${number}::bigint), 8, '0') || '-0000-7000-8000-0000000000${kind}')::uuid`;

async function fillPeople(look: Look, accountId: string, people: number): Promise<void> {
  await look.pool.query(
    `INSERT INTO contact (account_id, id, name, profile_name, phone, search, created_at)
     SELECT $1, ${uuid("c0", "n")}, CASE WHEN n / 3 % 3 = 0 THEN person END, person, phone, lower(person) || ' ' || phone, now() - interval '700 days'
     FROM (SELECT n, (ARRAY['Ana','Bruno','Carla','Davi','Elisa','Fabio','Gabriela','Heitor','Iara','Joao'])[1 + n % 10] || ' '
       || (ARRAY['Silva','Souza','Costa','Lima','Rocha','Alves','Pinto'])[1 + n % 7] || ' ' || n AS person, (5511900000000 + n)::text AS phone
       FROM generate_series(1, ${people}) n) p`,
    [accountId],
  );
}

/**
 * A company that has worked for years, made by set-based statements: this bench measures reading. Conversations are spread over
 * teams, agents, states and 700 days; the last customer's has 20,000 messages. Answers the id of that conversation.
 */
export async function fillAccount(
  look: Look,
  company: Company,
  conversations = CONVERSATIONS,
): Promise<string> {
  const teams = Object.values(company.teams);
  const agents = Object.values(company.agents);
  const base = [company.accountId, company.channelId];
  await fillPeople(look, company.accountId, conversations);
  await look.pool.query(
    `INSERT INTO conversation (account_id, id, protocol, channel_id, contact_id, team_id, agent_id, owner, status, unread, seq, last_message_id,
       last_message_at, last_preview, last_direction, last_kind, last_customer_at, last_interaction_at, window_closes_at, waiting_since,
       recipient_kind, recipient_value, opened_at, closed_at, close_reason)
     SELECT $1, ${uuid("b0", "n")}, n, $2, ${uuid("c0", "n")}, ($3::uuid[])[1 + n % 3], CASE WHEN n % 2 = 0 THEN ($4::uuid[])[1 + n % 6] END,
       CASE WHEN n % 2 = 0 THEN 'agent' WHEN n % 5 = 0 THEN 'bot' ELSE 'team' END,
       CASE WHEN n % ${OPEN_EVERY} <> 0 THEN 'closed' WHEN n % 4 = 0 THEN 'pending' ELSE 'open' END, n % 3, ${MESSAGES_EACH},
       ${uuid("a0", `n * ${MESSAGES_EACH} + ${MESSAGES_EACH - 1}`)}, at, 'Bom dia, queria saber do pedido ' || n, 'in', 'text', at, at, at + interval '1 day',
       CASE WHEN n % ${OPEN_EVERY} = 0 THEN at END, 'phone', (5511900000000 + n)::text, at - interval '2 hours',
       CASE WHEN n % ${OPEN_EVERY} <> 0 THEN at + interval '1 hour' END, CASE WHEN n % ${OPEN_EVERY} <> 0 THEN 'agent' END
     FROM (SELECT n, now() - make_interval(secs => (n::bigint * 7919 % ${conversations}) * (60480000.0 / ${conversations})) AS at
       FROM generate_series(1, ${conversations}) n) c`,
    [...base, teams, agents],
  );
  await look.pool.query("UPDATE account SET next_protocol = $2 WHERE account_id = $1", [
    company.accountId,
    conversations + 1,
  ]);
  await markSome(look, company.accountId);
  const message = (from: string): string =>
    `INSERT INTO message (account_id, id, conversation_id, channel_id, seq, at, direction, author, kind, text, content, wamid, status, created_at)
     SELECT $1, id, conversation, $2, seq, at, CASE WHEN seq % 2 = 1 THEN 'in' ELSE 'out' END, CASE WHEN seq % 2 = 1 THEN 'contact' ELSE 'agent' END,
       'text', body, json_build_object('type', 'text', 'body', body), 'wamid.' || id, CASE WHEN seq % 2 = 1 THEN 'received' ELSE 'read' END, at ${from}`;
  const body = (number: string): string =>
    `'Bom dia, queria saber do pedido ' || n || ' que ainda não chegou, obrigado. '
       || (ARRAY[${SUBJECTS.map((word) => `'${word}'`).join(",")}])[1 + (${number}) * 7919 % ${SUBJECTS.length}]
       || CASE WHEN (${number}) % ${RARE_EVERY} = 0 THEN ' de porcelana' ELSE '' END || ' K' || (${number}) AS body`;
  await look.pool.query(
    message(
      `FROM (SELECT ${uuid("a0", `v.protocol * ${MESSAGES_EACH} + n`)} AS id, v.id AS conversation, n + 1 AS seq,
         v.last_message_at - make_interval(mins => ${MESSAGES_EACH - 1} - n) AS at, ${body(`v.protocol * ${MESSAGES_EACH} + n`)}
       FROM conversation v, generate_series(0, ${MESSAGES_EACH - 1}) n WHERE v.account_id = $1) m`,
    ),
    base,
  );
  const long = await look.pool.query<{ id: string }>(
    "SELECT id FROM conversation WHERE account_id = $1 ORDER BY last_message_at DESC LIMIT 1",
    [company.accountId],
  );
  const id = long.rows[0]?.id ?? "";
  await look.pool.query(
    message(
      `FROM (SELECT ${uuid("a1", "n")} AS id, $3::uuid AS conversation, ${MESSAGES_EACH} + n AS seq, now() - make_interval(mins => 30 + n) AS at, ${body("n")}
       FROM generate_series(1, ${LONG_THREAD}) n) m`,
    ),
    [...base, id],
  );
  await look.pool.query("VACUUM ANALYZE");
  return id;
}

/** Labels that many and that few have, priorities, and some that were put aside. */
async function markSome(look: Look, accountId: string): Promise<void> {
  const { common, rare } = LABELS;
  for (const [id, every] of [
    [common, 3],
    [rare, 2_000],
  ] as const) {
    await look.pool.query(
      "INSERT INTO label (account_id, id, name, color, created_at) VALUES ($1, $2::uuid, $2::uuid::text, '#0b7567', now())",
      [accountId, id],
    );
    await look.pool.query(
      `INSERT INTO conversation_label (account_id, conversation_id, label_id) SELECT account_id, id, $2::uuid FROM conversation WHERE account_id = $1 AND protocol / 7 % ${every} = 0`,
      [accountId, id],
    );
  }
  await look.pool.query(
    "UPDATE conversation SET priority = 1 + protocol / 20 % 4 WHERE account_id = $1 AND protocol % 20 = 0",
    [accountId],
  );
  await look.pool.query(
    "UPDATE conversation SET snoozed_until = now() + interval '3 days' WHERE account_id = $1 AND status <> 'closed' AND protocol % 7 = 0",
    [accountId],
  );
}
