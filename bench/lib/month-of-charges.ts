import type { Company } from "../../server/src/demo/company.ts";
import type { Look } from "./look.ts";
import { fillServed, uuid } from "./served.ts";

export const CHARGES = Number(process.env["BENCH_CHARGES"] ?? 1_000_000);
export const TEAMS = 20;
/** replies of one conversation */
const EACH = 10;
const MONTHS = 3;

/**
 * A company whose every month has so many counted messages, three of them with this one: 20 teams, one reply in seven free, one in eight a template, a price that
 * changes within the month; made by set-based statements: this bench measures reading.
 */
export async function fillCharges(look: Look, company: Company): Promise<void> {
  const { accountId, channelId } = company;
  await look.pool.query(
    `INSERT INTO team (account_id, id, name, kind, color, created_at)
     SELECT $1, ${uuid("e0", "n")}, 'Equipe ' || n, 'whatsapp', '#0b7567', now() FROM generate_series(1, ${TEAMS}) n`,
    [accountId],
  );
  const people = `(SELECT n, now() - interval '20 days' AS at FROM generate_series(1, ${CHARGES / EACH}) n) c`;
  await fillServed(look, company, people);
  // month by month, in the order of time, as they are written in life; a conversation lasts some days
  for (let month = MONTHS - 1; month >= 0; month--)
    await look.pool.query(
      `INSERT INTO message_charge (account_id, message_id, channel_id, conversation_id, team_id, left_at, arrived_at, price_type, price_category)
       SELECT $1, ${uuid("d0", `${month * CHARGES} + n`)}, $2, ${uuid("b0", `1 + n * 7919 % ${CHARGES / EACH}`)}, ${uuid("e0", `1 + n * 31 % ${TEAMS}`)}, at,
         at + interval '2 seconds', CASE WHEN n % 7 = 0 THEN 'free_customer_service' ELSE 'regular' END,
         CASE WHEN n % 8 <> 0 THEN 'service' WHEN n % 3 = 0 THEN 'marketing' ELSE 'utility' END
       FROM (SELECT n::bigint AS n, date_trunc('month', now()) - make_interval(months => ${month}) + interval '12 hours'
         + n * (interval '26 days' / ${CHARGES}) AS at FROM generate_series(1, ${CHARGES}) n) c`,
      [accountId, channelId],
    );
  await look.pool.query(
    "INSERT INTO cost_setting (account_id, currency, budget_micros, version, updated_at) VALUES ($1, 'BRL', 1000000000000, 1, now())",
    [accountId],
  );
  await look.pool.query(
    `INSERT INTO message_rate (account_id, category, valid_from, micros)
     SELECT $1, category, day, micros FROM (VALUES ('service', 35000), ('utility', 35000), ('marketing', 350000)) c (category, micros),
       (VALUES (date_trunc('month', now())::date - 400), (date_trunc('month', now())::date + 10)) d (day)`,
    [accountId],
  );
  await look.pool.query("VACUUM ANALYZE");
}
