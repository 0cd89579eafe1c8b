/** How late a moment comes that somebody set, with 100,000 of them set; and what a desk that was off finds due at once. */
import { ServerFrame } from "../api/src/index.ts";
import { CONVERSATIONS, fillAccount } from "./lib/big-account.ts";
import { openScreen, signIn } from "./lib/desk.ts";
import { look } from "./lib/look.ts";
import { install, startServer } from "./lib/product.ts";
import { figure, machine, note, Times } from "./lib/report.ts";

/** due while somebody looks on */
const DUE = 2_000;
const PER_SECOND = 100;
/** due while the desk was off */
const OVERDUE = 20_000;
const LEAD_MS = 3_000;
const LONGEST_MS = 120_000;

const installation = await install("http://127.0.0.1:9");
const view = look(installation.url);
await machine(installation.url);
const { accountId, agents, channelId } = installation.company;
await fillAccount(view, installation.company);
// all of them open and put aside for a month
await view.pool.query(
  `UPDATE conversation SET status = 'pending', owner = 'agent', agent_id = $2, unread = 0, closed_at = NULL, close_reason = NULL,
     snoozed_until = now() + interval '30 days', wake_at = now() + interval '30 days' WHERE account_id = $1`,
  [accountId, agents["Ana"]],
);
await view.pool.query(
  `INSERT INTO timer (account_id, conversation_id, channel_id, lane, due_at)
   SELECT v.account_id, v.id, v.channel_id, h.lane, v.wake_at FROM conversation v JOIN channel h ON h.account_id = v.account_id AND h.id = v.channel_id
   WHERE v.account_id = $1 AND v.channel_id = $2`,
  [accountId, channelId],
);
/** Moves the moment of conversations `from` to `to`, each `stepMs` after the one before it, the first at `firstAt` (epoch milliseconds). */
async function set(from: number, to: number, firstAt: number, stepMs: number): Promise<void> {
  await view.pool.query(
    `WITH moved AS (UPDATE conversation SET snoozed_until = at, wake_at = at FROM
       (SELECT n, to_timestamp(($4::float8 + (n - $2) * $5::float8) / 1000) AS at FROM generate_series($2::int, $3::int - 1) n) d
       WHERE account_id = $1 AND protocol = d.n RETURNING id, at)
     UPDATE timer t SET due_at = moved.at FROM moved WHERE t.account_id = $1 AND t.conversation_id = moved.id`,
    [accountId, from, to, firstAt, stepMs],
  );
}
const woken = (): Promise<number> =>
  view.number("SELECT count(*) FROM event WHERE type = 'conversation.woken'");
async function allWoken(count: number): Promise<void> {
  const until = performance.now() + LONGEST_MS;
  while ((await woken()) < count) {
    if (performance.now() > until) throw new Error(`${await woken()} of ${count} moments came`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

await set(1, 1 + OVERDUE, Date.now() - 86_400_000, 4_000);
await view.pool.query("VACUUM ANALYZE");
const begun = performance.now();
const server = await startServer(installation);
await allWoken(OVERDUE);
const caughtUp = (performance.now() - begun) / 1000;

const firstAt = Date.now() + LEAD_MS;
const dueAt = (place: number): number => firstAt + (place * 1000) / PER_SECOND;
const first = 1 + OVERDUE;
await set(first, first + DUE, firstAt, 1000 / PER_SECOND);
const late = new Times();
let early = 0;
const seen = new Set<string>();
const screen = await openScreen(server, await signIn(server, agents["Ana"] ?? ""), (text) => {
  const now = Date.now();
  const frame = ServerFrame.parse(JSON.parse(text));
  if (frame.type !== "changes") return;
  for (const change of frame.changes) {
    if (change.type !== "conversation" || change.row.snoozedUntil !== null || seen.has(change.row.id))
      continue;
    const place = Number.parseInt(change.row.id.slice(0, 8), 16) - first;
    if (place < 0 || place >= DUE) continue;
    seen.add(change.row.id);
    late.add(now - dueAt(place));
    if (now < dueAt(place)) early += 1;
  }
});
await allWoken(OVERDUE + DUE);
await new Promise((resolve) => setTimeout(resolve, 2_000));
const [all, twice] = [await woken(), (await woken()) - OVERDUE - DUE];
const pending = await view.number("SELECT count(*) FROM timer");
screen.close();

figure(`moments that come at ${PER_SECOND}/s, late on the screen, p50`, late.percentile(50), "ms");
figure(`moments that come at ${PER_SECOND}/s, late on the screen, p99`, late.percentile(99), "ms", {
  atMost: 1000,
});
figure("  the latest", late.percentile(100), "ms");
figure(
  `moments of ${(OVERDUE + DUE).toLocaleString("en")} that came early, twice or not on the screen`,
  early + twice + DUE - late.count,
  "",
  {
    atMost: 0,
  },
);
figure(
  `${OVERDUE.toLocaleString("en")} moments that came while the desk was off, all decided after its start`,
  caughtUp,
  "s",
);
note(
  `${CONVERSATIONS.toLocaleString("en")} conversations put aside, ${pending.toLocaleString("en")} moments still set at the end, ${all.toLocaleString("en")} came`,
);
await server.stop();
await view.close();
await installation.close();
