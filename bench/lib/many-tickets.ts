import type { Company } from "../../server/src/demo/company.ts";
import type { Look } from "./look.ts";

export const TICKETS = Number(process.env["BENCH_TICKETS"] ?? 100_000);
/** each contact asked for so many */
const EACH = 4;
/** one in this many is not over yet */
const ACTIVE_EVERY = 8;
const SUBJECTS =
  "orçamento,boleto,entrega,garantia,troca,devolução,vaso,jardim,azulejo,cerâmica,rachadura,segunda via,nota fiscal,desconto,parcela,montagem,endereço,cobrança,informações,horário".split(
    ",",
  );
const RARE_EVERY = 5_000;

/**
 * A company that has had tickets for years, made by set-based statements: spread over teams, agents (and nobody), priorities (few of
 * them urgent), statuses and 700 days; what was made last was not always changed last.
 */
export async function fillTickets(look: Look, company: Company): Promise<void> {
  const uuid = (kind: string, number: string): string =>
    `(lpad(to_hex((${number})::bigint), 8, '0') || '-0000-7000-8000-0000000000${kind}')::uuid`;
  await look.pool.query(
    `INSERT INTO contact (account_id, id, name, profile_name, phone, search, created_at)
     SELECT $1, ${uuid("c0", "n")}, CASE WHEN n % 3 = 0 THEN person END, person, phone, lower(person) || ' ' || phone, now() - interval '700 days'
     FROM (SELECT n, (ARRAY['Ana','Bruno','Carla','Davi','Elisa','Fabio','Gabriela','Heitor','Iara','Joao'])[1 + n % 10] || ' '
       || (ARRAY['Silva','Souza','Costa','Lima','Rocha','Alves','Pinto'])[1 + n % 7] || ' ' || n AS person, (5511900000000 + n)::text AS phone
       FROM generate_series(1, ${TICKETS / EACH}) n) p`,
    [company.accountId],
  );
  const subjects = `ARRAY[${SUBJECTS.map((word) => `'${word}'`).join(",")}]`;
  await look.pool.query(
    `INSERT INTO ticket (account_id, id, number, title, description, contact_id, conversation_id, team_id, agent_id, priority, stage,
       status_id, category_id, due_at, created_by, created_at, updated_at, over_at, sla_due_at)
     SELECT $1, ${uuid("d0", "n")}, n, 'Pedido ' || n || ': ' || (${subjects})[1 + n * 7919 % ${SUBJECTS.length}],
       'O cliente pergunta do pedido ' || n || ' que ainda não chegou.' || CASE WHEN n % ${RARE_EVERY} = 0 THEN ' É de porcelana.' ELSE '' END,
       ${uuid("c0", `1 + n % ${TICKETS / EACH}`)}, ${uuid("b0", "n")}, ($2::uuid[])[1 + n % 3],
       CASE WHEN n % 4 <> 0 THEN ($3::uuid[])[1 + n * 31 % 6] END,
       CASE WHEN n % 100 = 0 THEN 4 WHEN n % 20 = 0 THEN 3 WHEN n % 5 = 0 THEN 2 WHEN n % 7 = 0 THEN 1 ELSE 0 END,
       stage, (SELECT s.id FROM ticket_status s WHERE s.account_id = $1 AND s.stage = t.stage), ($4::uuid[])[n % 40],
       CASE WHEN n % 3 <> 0 THEN at + make_interval(days => 2 + n % 30) END,
       ($3::uuid[])[1], at, at + changed, CASE WHEN n % ${ACTIVE_EVERY} <> 0 THEN at + changed END,
       CASE WHEN n % ${ACTIVE_EVERY} = 0 AND n % 5 <> 0 THEN at + make_interval(hours => n % 90) END
     FROM (SELECT n, now() - make_interval(secs => (${TICKETS} - n) * (60480000.0 / ${TICKETS})) AS at,
       CASE WHEN n % ${ACTIVE_EVERY} <> 0 THEN CASE WHEN n % 3 = 0 THEN 'resolved' ELSE 'closed' END
         ELSE (ARRAY['open','in_progress','waiting'])[1 + n / ${ACTIVE_EVERY} % 3] END AS stage,
       make_interval(secs => n::bigint * 7919 % 864000) AS changed FROM generate_series(1, ${TICKETS}) n) t`,
    [
      company.accountId,
      Object.values(company.teams),
      Object.values(company.agents),
      await addCategories(look, company.accountId),
    ],
  );
  for (const [id, every] of [
    [TICKET_LABELS.common, 3],
    [TICKET_LABELS.rare, 2_000],
  ] as const) {
    await look.pool.query(
      "INSERT INTO label (account_id, id, name, color, created_at) VALUES ($1, $2::uuid, $2::uuid::text, '#0b7567', now())",
      [company.accountId, id],
    );
    await look.pool.query(
      "INSERT INTO ticket_label (account_id, ticket_id, label_id) SELECT account_id, id, $2::uuid FROM ticket WHERE account_id = $1 AND number / 7 % $3 = 0",
      [company.accountId, id, every],
    );
  }
  await look.pool.query("VACUUM ANALYZE");
}

/** Ids of labels that many tickets have, and few. */
export const TICKET_LABELS = {
  common: "01a20a45-0de6-7000-8000-000000000003",
  rare: "01a20a45-0de6-7000-8000-000000000004",
};

/** Ids of categories: each of the first twenty is above one of the others. */
async function addCategories(look: Look, accountId: string): Promise<string[]> {
  const id = (n: number): string => `${String(n).padStart(8, "0")}-0000-7000-8000-0000000000e0`;
  const ids = Array.from({ length: 30 }, (_, n) => id(n));
  for (const [n, category] of ids.entries())
    await look.pool.query(
      "INSERT INTO ticket_category (account_id, id, parent_id, name, position, created_at) VALUES ($1, $2, $3, $4, $5, now())",
      [accountId, category, n < 20 ? null : id(n - 20), `Categoria ${n}`, n],
    );
  return ids;
}

/** A category with another below it, as an address names it. */
export const SOME_CATEGORY = "00000003-0000-7000-8000-0000000000e0";
