/** From an agent's press to Graph, while customers write, Meta reports and others look about; and whether anything was refused. */
import { fillBusyDesk } from "./lib/busy-desk.ts";
import { signIn } from "./lib/desk.ts";
import { startGraph } from "./lib/graph.ts";
import { atRate, openLoop } from "./lib/load.ts";
import { look } from "./lib/look.ts";
import { install, startServer } from "./lib/product.ts";
import { figure, machine, note, Times } from "./lib/report.ts";
import { messageWebhook, statusWebhook } from "./lib/traffic.ts";

const SECONDS = Number(process.env["BENCH_SECONDS"] ?? 60);
const WARM_UP_SECONDS = 5;
/** below the 80 a second that a number may send */
const PRESSES = 50;
const WEBHOOKS = 100;
const LOOKS = 10;
/** an answer that takes longer is none */
const PATIENCE_MS = 10_000;
/** what a number's webhooks are: three statuses of ours to each message */
const STATUSES = ["sent", "delivered", "read"] as const;
/** `messageWebhook` counts people from another phone than the busy desk does */
const FIRST_PERSON = 8_000_000;
const AGENTS_PEOPLE = 5_000;

let isMeasured = false;
const pressed = new Map<string, number>();
const times = new Times();
let doubled = 0;
const graph = await startGraph((body) => {
  const now = performance.now();
  const key = /"body":"bench press (\d+)"/u.exec(body)?.[1];
  if (key === undefined) return;
  const at = pressed.get(key);
  pressed.delete(key);
  if (at === undefined) doubled += 1;
  else if (isMeasured) times.add(now - at);
});
const installation = await install(graph.url);
const view = look(installation.url);
await machine(installation.url);
const { agents } = installation.company;
const { waiting } = await fillBusyDesk(view, installation.company);
// in the hands of an agent: the bot has nothing to say to whoever writes, and the number's pace is the agents' own
await view.pool.query(
  "UPDATE conversation SET owner = 'agent', agent_id = $1 WHERE owner = 'team' AND protocol <= $2",
  [agents["Ana"], AGENTS_PEOPLE],
);
const { rows } = await view.pool.query<{ id: string }>(
  "SELECT id FROM conversation WHERE agent_id = $1 AND status = 'open' AND protocol <= $2 ORDER BY protocol",
  [agents["Ana"], AGENTS_PEOPLE],
);
await view.pool.query("VACUUM ANALYZE");
const server = await startServer(installation);
const ana = await signIn(server, agents["Ana"] ?? "");
const helena = await signIn(server, agents["Helena"] ?? "");
const target = { port: server.port, path: `/webhooks/whatsapp/${installation.company.channelId}` };

let asked = 0;
const failures: string[] = [];
/** A request of a person: anything but success, and an answer that did not come, is counted. */
async function ask(path: string, cookie: string, body?: unknown): Promise<void> {
  asked += 1;
  try {
    const answer = await fetch(`${server.url}${path}`, {
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: { cookie, origin: server.url, "content-type": "application/json" },
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });
    const said = await answer.text();
    if (!answer.ok) failures.push(`${path} answered ${answer.status}: ${said}`);
  } catch (error) {
    failures.push(`${path}: ${String(error)}`);
  }
}

let serial = 0;
async function press(at: number): Promise<void> {
  const number = serial++;
  pressed.set(String(number), at);
  await ask(`/api/conversations/${rows[number % rows.length]?.id}/messages`, ana, {
    key: crypto.randomUUID(),
    text: `bench press ${number}`,
  });
}
const LISTS = ["new", "mine", "all"].map((tab) => `/api/conversations?tab=${tab}`);
const lookAbout = (place: number): Promise<void> =>
  place % 2 === 0
    ? ask(LISTS[place % LISTS.length] ?? "", helena)
    : ask(`/api/conversations/${rows[(place * 37) % rows.length]?.id}/thread`, ana);

let told = 0;
const webhook = (place: number) => {
  const wamid = graph.accepted[Math.floor(told / STATUSES.length)];
  if (place % (STATUSES.length + 1) > 0 && wamid !== undefined)
    return statusWebhook(wamid, STATUSES[told++ % STATUSES.length] ?? "sent", Date.now());
  return messageWebhook(
    FIRST_PERSON + (waiting[place % waiting.length]?.number ?? 0),
    `e agora? ${place}`,
    Date.now(),
  );
};

async function mixed(seconds: number): Promise<Times> {
  const [webhooks] = await Promise.all([
    openLoop(target, { perSecond: WEBHOOKS, seconds, webhook }),
    atRate({ perSecond: PRESSES, seconds }, (_, at) => press(at)),
    atRate({ perSecond: LOOKS, seconds }, lookAbout),
  ]);
  return webhooks;
}

await mixed(WARM_UP_SECONDS);
await view.lanesEmpty(60);
[isMeasured, asked] = [true, 0];
const webhooks = await mixed(SECONDS);
await view.lanesEmpty(60);
await new Promise((resolve) => setTimeout(resolve, 2_000));
for (const line of failures.slice(0, 5)) console.error(line);

figure(`from an agent's press to Graph at ${PRESSES}/s, p50`, times.percentile(50), "ms");
figure(`from an agent's press to Graph at ${PRESSES}/s, p99`, times.percentile(99), "ms", { atMost: 150 });
figure("  the slowest", times.percentile(100), "ms");
figure("answers that Graph was not asked to take, or twice", pressed.size + doubled, "", { atMost: 0 });
figure("webhooks answered meanwhile, p99", webhooks.percentile(99), "ms", { atMost: 40 });
figure(
  `of ${(asked + webhooks.count).toLocaleString("en")} requests, refused, failed or not answered`,
  failures.length,
  "",
  { atMost: 0 },
);
note(
  `for ${SECONDS} s: ${PRESSES} answers a second in ${rows.length.toLocaleString("en")} conversations, ${WEBHOOKS} webhooks, a quarter of them messages, and ${LOOKS} looks at a list or a thread`,
);
await server.stop();
await view.close();
await installation.close();
await graph.stop();
