import { afterAll, beforeAll, expect, it } from "vitest";
import pg from "pg";
import { listContacts } from "../src/modules/contacts/list.queries.ts";
import { contactDoor } from "../src/modules/conversations/index.ts";
import type { Actor } from "../src/platform/actor.ts";
import { openDesk, type Desk } from "./desk-world.ts";
import { plansOf, readWhole } from "./speed-watch.ts";

const CONTACTS = 20_000;
const LABELS = {
  common: "01a20a45-0de6-7000-8000-000000000005",
  rare: "01a20a45-0de6-7000-8000-000000000006",
};
const ORGANISATION = "00000001-0000-7000-8000-0000000000f0";

let desk: Desk;
const uuid = (kind: string, number: string): string =>
  `(lpad(to_hex((${number})::bigint), 8, '0') || '-0000-7000-8000-0000000000${kind}')::uuid`;

/** People of whom a third has a registered name, and each a conversation with one of three teams; a few belong together by a label or an organisation. */
beforeAll(async () => {
  desk = await openDesk();
  const conversation = await desk.write(desk.ours, "5511988880001", "oi");
  const client = new pg.Client({ connectionString: desk.world.url });
  await client.connect();
  const run = (text: string, ...values: unknown[]) => client.query(text, [desk.ours.accountId, ...values]);
  await run(
    `INSERT INTO organisation (account_id, id, name, search, created_at) VALUES ($1, $2, 'Empresa', 'empresa', now())`,
    ORGANISATION,
  );
  await run(
    `INSERT INTO contact (account_id, id, name, profile_name, phone, search, organisation_id, created_at)
     SELECT $1, ${uuid("c0", "n")}, CASE WHEN n / 3 % 3 = 0 THEN 'Pessoa ' || n END, 'Pessoa ' || n, (5511900000000 + n)::text, 'pessoa ' || n,
       CASE WHEN n % 400 = 0 THEN $2::uuid END, now() - make_interval(mins => n) FROM generate_series(1, ${CONTACTS}) n`,
    ORGANISATION,
  );
  await run(
    `INSERT INTO conversation (account_id, id, protocol, channel_id, contact_id, team_id, owner, status, last_message_at, recipient_kind, recipient_value, opened_at)
     SELECT $1, ${uuid("b0", "n")}, 1000 + n, v.channel_id, ${uuid("c0", "n")}, ($2::uuid[])[1 + n % 3], 'team', 'closed', now(), 'phone', '55', now()
     FROM generate_series(1, ${CONTACTS}) n, conversation v WHERE v.account_id = $1 AND v.id = $3`,
    Object.values(desk.ours.teams),
    conversation,
  );
  for (const [id, every] of [
    [LABELS.common, 3],
    [LABELS.rare, 1_000],
  ] as const) {
    await run(
      "INSERT INTO label (account_id, id, name, color, created_at) VALUES ($1, $2::uuid, $2::uuid::text, '#0b7567', now())",
      id,
    );
    await run(
      `INSERT INTO contact_label (account_id, contact_id, label_id) SELECT $1, ${uuid("c0", "n")}, $2::uuid FROM generate_series(1, ${CONTACTS}) n WHERE n / 7 % $3 = 0`,
      id,
      every,
    );
  }
  await client.query("VACUUM ANALYZE");
  await client.end();
});
afterAll(() => desk.close());

it("no page of 20,000 contacts reads them or their conversations from end to end, in any order, for an agent too", async () => {
  const { deps } = desk.world;
  const { accountId, agents, teams } = desk.ours;
  const common = { accountId, segmentedView: true };
  const people = [
    { ...common, agentId: agents["Helena"], role: "administrator", teamIds: [] },
    { ...common, agentId: agents["Ana"], role: "agent", teamIds: [teams.comercial] },
  ] as unknown as Actor[];
  const filters = [
    {},
    { organisation: "none" as const },
    { organisation: ORGANISATION },
    { label: LABELS.common },
    { label: LABELS.rare },
    { label: LABELS.common, organisation: "none" as const },
  ];
  const wanted = { likes: ["%pessoa%"], verbatim: "%pessoa%", ids: null };
  const whole: string[] = [];
  for (const actor of people)
    for (const order of ["name", "created"] as const)
      for (const direction of ["asc", "desc"] as const)
        for (const asked of [
          ...filters.map((filter) => ({ filter, wanted: null })),
          { filter: {}, wanted },
        ]) {
          const query = { order, direction, limit: 50, ...asked.filter };
          const plans = await plansOf(deps, actor, (tx) =>
            listContacts(tx, accountId, query, {
              visible: contactDoor.visible(actor),
              wanted: asked.wanted,
              few: null,
            }),
          );
          const tables = plans
            .flatMap(readWhole)
            .filter((table) => ["contact", "conversation"].includes(table));
          if (tables.length > 0) whole.push(`${actor.role} ${JSON.stringify(query)}: ${tables.join(", ")}`);
        }
  expect(whole).toEqual([]);
});
