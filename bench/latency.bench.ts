/** How long Meta waits for its 200, and how long an agent's screen waits for the customer's message. */
import { openScreen, signInAll } from "./lib/desk.ts";
import { startGraph } from "./lib/graph.ts";
import { closedLoop, openLoop } from "./lib/load.ts";
import { look } from "./lib/look.ts";
import { install, startServer } from "./lib/product.ts";
import { figure, machine, note, Times } from "./lib/report.ts";
import { messageWebhook, statusWebhook, storyWebhook, type Webhook } from "./lib/traffic.ts";

const SECONDS = Number(process.env["BENCH_SECONDS"] ?? 20);
const SOCKETS = 200;
const STATUSES = ["sent", "delivered", "read"] as const;

const graph = await startGraph();
const installation = await install(graph.url);
const view = look(installation.url);
await machine(installation.url);
const server = await startServer(installation);
const target = { port: server.port, path: `/webhooks/whatsapp/${installation.company.channelId}` };

await closedLoop(target, 16, 3000, (place) => storyWebhook(place, 0));
await view.lanesEmpty(600);
graph.accepted.length = 0;

/** What a number's day is made of: three statuses of ours to each message, as far as answers of ours have gone out. */
function mixed(): (place: number) => Webhook {
  let told = 0;
  let story = 0;
  const firstPerson = 1_000_000 + Math.floor(performance.now()) * 100;
  return (place) => {
    const wamid = graph.accepted[Math.floor(told / STATUSES.length)];
    if (place % 4 === 0 || wamid === undefined) return storyWebhook(story++, firstPerson);
    return statusWebhook(wamid, STATUSES[told++ % STATUSES.length] ?? "sent", Date.now());
  };
}

for (const [perSecond, seconds, target50, target99, rarest] of [
  [320, SECONDS, 8, 40, 150],
  [1000, 3 * SECONDS, null, 200, null],
] as const) {
  const times = await openLoop(target, { perSecond, seconds, webhook: mixed() });
  const label = `webhook answered at ${perSecond.toLocaleString("en")}/s`;
  figure(`${label}, p50`, times.percentile(50), "ms", target50 === null ? undefined : { atMost: target50 });
  figure(`${label}, p99`, times.percentile(99), "ms", { atMost: target99 });
  if (rarest !== null) figure(`${label}, p99.9`, times.percentile(99.9), "ms", { atMost: rarest });
  figure(`${label}, slowest of ${times.count.toLocaleString("en")}`, times.percentile(100), "ms", {
    atMost: 1000,
  });
  const drained = performance.now();
  await view.lanesEmpty(600);
  figure(`${label}, all handled after the last of them`, (performance.now() - drained) / 1000, "s", {
    atMost: 120,
  });
}

const cookies = await signInAll(server, installation);
let due = new Map<number, number>();
let times = new Times();
/** one entry per socket that showed the message */
let shown = 0;
const hear = (frame: string): void => {
  const now = performance.now();
  for (const [, id] of frame.matchAll(/"text":"bench screen (\d+)"/g)) {
    const at = due.get(Number(id));
    if (at === undefined) continue;
    shown += 1;
    times.add(now - at);
  }
};
const sockets = await Promise.all(
  Array.from({ length: SOCKETS }, (_, index) =>
    openScreen(server, cookies[index % cookies.length] ?? "", hear),
  ),
);
// a new customer's conversation stands in the first team: who oversees sees it, and its members
const seeing = await view.pool.query<{ id: string }>(
  `SELECT a.id FROM agent a WHERE a.role <> 'agent' OR EXISTS (SELECT FROM team_member m JOIN whatsapp_setting s
     ON s.account_id = m.account_id AND s.first_team_id = m.team_id WHERE m.account_id = a.account_id AND m.agent_id = a.id)`,
);
const people = Object.values(installation.company.agents);
const seers = sockets.filter((_, index) =>
  seeing.rows.some((agent) => agent.id === people[index % people.length]),
).length;

for (const [perSecond, firstPerson, target50, target99] of [
  [100, 2_000_000_000, 60, 300],
  [320, 2_100_000_000, null, 1000],
] as const) {
  [due, times, shown] = [new Map(), new Times(), 0];
  await openLoop(target, {
    perSecond,
    seconds: SECONDS,
    webhook(place, at) {
      due.set(place, at);
      return messageWebhook(firstPerson + place, `bench screen ${place}`, Date.now());
    },
  });
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const count = perSecond * SECONDS;
  if (shown !== count * seers) throw new Error(`${count * seers} showings were due, ${shown} came`);
  const label = `webhook to screen at ${perSecond}/s, ${SOCKETS} sockets`;
  figure(`${label}, p50`, times.percentile(50), "ms", target50 === null ? undefined : { atMost: target50 });
  figure(`${label}, p99`, times.percentile(99), "ms", { atMost: target99 });
  note(`each of ${count} messages was shown on the ${seers} screens that may see it, and on no other`);
}
for (const socket of sockets) socket.close();
await server.stop();
await view.close();
await installation.close();
await graph.stop();
