import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listContacts } from "../src/modules/contacts/list.queries.ts";
import { contactDoor } from "../src/modules/conversations/index.ts";
import { listConversations } from "../src/modules/conversations/list.queries.ts";
import type { Actor } from "../src/platform/actor.ts";
import { inAccount, type Tx } from "../src/platform/database.ts";
import { openDesk, type Desk } from "./desk-world.ts";
import { pagesRead } from "./speed-watch.ts";

/** conversations of the others, and one of the small team after so many */
const CONVERSATIONS = 20_000;
const OWN_EVERY = 500;
/** some ten for each of the forty rows: what they show stands in several tables */
const PAGES_OF_A_LIST = 600;
const TEAM = "01a20a45-0de6-7000-8000-000000000007";
const uuid = (kind: string, number = "n"): string =>
  `(lpad(to_hex((${number})::bigint), 8, '0') || '-0000-7000-8000-0000000000${kind}')::uuid`;
const idOf = (kind: string, number: number): string =>
  `${number.toString(16).padStart(8, "0")}-0000-7000-8000-0000000000${kind}`;

let desk: Desk;
let ana: Actor;

/**
 * A company of 20,000 conversations and contacts, and a team of 40 of them. Ana is in it alone; beside them she sees one conversation of another
 * team that she answers herself, and the contact of nobody; not the one of her team that Bruno answers.
 */
beforeAll(async () => {
  desk = await openDesk();
  const conversation = await desk.write(desk.ours, "5511988880001", "oi");
  const { accountId, agents, teams } = desk.ours;
  const client = new pg.Client({ connectionString: desk.world.url });
  await client.connect();
  const run = (text: string, ...values: unknown[]) => client.query(text, [accountId, ...values]);
  await run(
    "INSERT INTO team (account_id, id, name, color, created_at) VALUES ($1, $2, 'Jurídico', '#0b7567', now())",
    TEAM,
  );
  await run(
    `INSERT INTO contact (account_id, id, name, phone, search, created_at)
     SELECT $1, ${uuid("c0")}, 'Pessoa ' || n, (5511900000000 + n)::text, 'pessoa ' || n, now() - make_interval(mins => n) FROM generate_series(1, ${CONVERSATIONS} + 1) n`,
  );
  await run(
    `INSERT INTO conversation (account_id, id, protocol, channel_id, contact_id, team_id, agent_id, owner, status, last_message_at, recipient_kind, recipient_value, opened_at)
     SELECT $1, ${uuid("b0")}, 1000 + n, v.channel_id, ${uuid("c0")}, CASE WHEN n % ${OWN_EVERY} = 0 THEN $2::uuid ELSE $3::uuid END,
       CASE n WHEN 1 THEN $5::uuid WHEN ${OWN_EVERY} THEN $6::uuid END, 'team',
       CASE WHEN n % ${OWN_EVERY * 2} = ${OWN_EVERY} OR n % 25 = 1 THEN 'open' ELSE 'closed' END, now() - make_interval(mins => n), 'phone', '55', now()
     FROM generate_series(1, ${CONVERSATIONS}) n, conversation v WHERE v.account_id = $1 AND v.id = $4`,
    TEAM,
    teams.suporte,
    conversation,
    agents["Ana"],
    agents["Bruno"],
  );
  await client.query("VACUUM ANALYZE");
  await client.end();
  ana = { accountId, segmentedView: true, agentId: agents["Ana"], role: "agent", teamIds: [TEAM] } as Actor;
});
afterAll(() => desk.close());

/** numbers of what Ana sees, in the order in which it was made: the smaller, the later it was written in */
const ours = Array.from({ length: CONVERSATIONS / OWN_EVERY }, (_, index) => (index + 1) * OWN_EVERY);
const seen = [1, ...ours.filter((number) => number !== OWN_EVERY)];
it("lists the conversations of a small team without passing by the others', and none of theirs", async () => {
  const { deps } = desk.world;
  const list = (tab: "all" | "ended" | "new", order: "recent" | "waiting") => (tx: Tx) =>
    listConversations(tx, ana, { tab, order, limit: 50 }, null);
  for (const tab of ["all", "ended", "new"] as const)
    for (const order of ["recent", "waiting"] as const) {
      const pages = await pagesRead(deps, ana, list(tab, order));
      expect(pages).toBeLessThanOrEqual(PAGES_OF_A_LIST);
    }
  const { items } = await inAccount(deps.app, ana.accountId, list("all", "recent"));
  expect(items.map(({ id }) => id)).toEqual(seen.map((number) => idOf("b0", number)));
});

it("lists the contacts of a small team by comparing two indexes, and whoever is nobody's", async () => {
  const { deps } = desk.world;
  const list =
    (order: "name" | "created", few = true) =>
    async (tx: Tx) =>
      listContacts(
        tx,
        ana.accountId,
        { order, direction: "desc", limit: 50 },
        {
          visible: contactDoor.visible(ana),
          wanted: null,
          few: few ? await contactDoor.few(tx, ana) : null,
        },
      );
  for (const order of ["name", "created"] as const) {
    const pages = await pagesRead(deps, ana, list(order));
    expect(pages * 20).toBeLessThanOrEqual(await pagesRead(deps, ana, list(order, false)));
  }
  const { items } = await inAccount(deps.app, ana.accountId, list("created"));
  expect(items.map(({ id }) => id)).toEqual([...seen, CONVERSATIONS + 1].map((number) => idOf("c0", number)));
});
