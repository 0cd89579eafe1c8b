/** What an agent waits for in a company with years of conversations: the list, a conversation, a search; through HTTP. */
import { CONVERSATIONS, fillAccount, LABELS } from "./lib/big-account.ts";
import { signIn } from "./lib/desk.ts";
import { look } from "./lib/look.ts";
import { install, startServer } from "./lib/product.ts";
import { figure, machine, note, Times } from "./lib/report.ts";

const ROUNDS = 40;
const WARM_UP = 5;
const TABS = ["new", "mine", "bot", "ended", "others", "all"];
const ORDERS = ["recent", "waiting", "window"];
const { common, rare } = LABELS;
const NARROWED = [
  `tab=new&label=${common}`,
  `tab=ended&label=${common}`,
  `tab=ended&label=${rare}`,
  `tab=new&label=${rare}`,
  "tab=new&priority=4&order=priority",
  "tab=ended&priority=4",
  "tab=others&unread=true&order=waiting",
  "tab=all&order=priority",
  "tab=snoozed&order=snooze",
];
const SEARCHES = ["ana silva", "carla", "lima 77", "4321", "+55 11 90004-1234", "zulmira"];
/** rare, in one of twenty, in all, a beginning, a form, a phrase, several words, one message alone, none */
const SAID = (
  'porcelanas|orcamento|bom dia|pedi|informacao|"segunda via"|pedido cobranças garantia|' +
  "obrigado k73412|zulmira|devoluc|chegar desconto"
).split("|");

const installation = await install("http://127.0.0.1:9");
const view = look(installation.url);
await machine(installation.url);
const begun = performance.now();
const longThread = await fillAccount(view, installation.company);
const messages = await view.number("SELECT count(*) FROM message");
note(
  `${CONVERSATIONS.toLocaleString("en")} conversations, ${messages.toLocaleString("en")} messages, made in ${((performance.now() - begun) / 1000).toFixed(0)} s`,
);
const server = await startServer(installation);
const { agents } = installation.company;
/** an administrator, who sees all, and an agent of one team */
const cookies = [await signIn(server, agents["Helena"] ?? ""), await signIn(server, agents["Ana"] ?? "")];

async function get(path: string, cookie: string): Promise<Record<string, unknown>> {
  const answer = await fetch(`${server.url}${path}`, { headers: { cookie } });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}
type Page = { items: { id: string }[]; nextCursor: string | null };

/** Times `what` for both people, round after round; the first rounds only warm up. */
async function measure(what: (cookie: string, round: number) => Promise<unknown>): Promise<Times> {
  const times = new Times();
  for (let round = -WARM_UP; round < ROUNDS; round++)
    for (const cookie of cookies) {
      const start = performance.now();
      await what(cookie, Math.abs(round));
      if (round >= 0) times.add(performance.now() - start);
    }
  return times;
}

const list = await measure(async (cookie, round) => {
  const path = `/api/conversations?tab=${TABS[round % TABS.length]}&order=${ORDERS[round % ORDERS.length]}`;
  return get(path, cookie);
});
const narrowed = await measure((cookie, round) =>
  get(`/api/conversations?${NARROWED[round % NARROWED.length]}`, cookie),
);
const deep = await measure(async (cookie, round) => {
  let page = (await get(`/api/conversations?tab=ended&limit=100`, cookie)) as Page;
  for (let turn = 0; turn < round % 4 && page.nextCursor; turn++)
    page = (await get(
      `/api/conversations?tab=ended&limit=100&cursor=${encodeURIComponent(page.nextCursor)}`,
      cookie,
    )) as Page;
  return page;
});
const some = (await get("/api/conversations?tab=all&limit=100", cookies[0] ?? "")) as Page;
const own = (await get("/api/conversations?tab=all&limit=100", cookies[1] ?? "")) as Page;
const openOne = (cookie: string, id: string): Promise<unknown> =>
  Promise.all([get(`/api/conversations/${id}`, cookie), get(`/api/conversations/${id}/thread`, cookie)]);
const open = await measure((cookie, round) => {
  const { items } = cookie === cookies[0] ? some : own;
  return openOne(cookie, items[round % items.length]?.id ?? "");
});
const openLong = await measure(() => openOne(cookies[0] ?? "", longThread));
const search = await measure((cookie, round) =>
  get(`/api/conversations?tab=all&q=${encodeURIComponent(SEARCHES[round % SEARCHES.length] ?? "")}`, cookie),
);
const said = await measure((cookie, round) =>
  get(`/api/messages/search?q=${encodeURIComponent(SAID[round % SAID.length] ?? "")}`, cookie),
);
const saidDeep = await measure(async (cookie, round) => {
  let cursor: string | null = "";
  const q = encodeURIComponent(SAID[round % SAID.length] ?? "");
  for (let turn = 0; turn < 4 && cursor !== null; turn++)
    ({ nextCursor: cursor } = (await get(
      `/api/messages/search?q=${q}${cursor && `&cursor=${cursor}`}`,
      cookie,
    )) as Page);
});

figure("list of conversations, p95", list.percentile(95), "ms", { atMost: 50 });
figure("  the same, by label, priority, unread, snoozed, p95", narrowed.percentile(95), "ms", { atMost: 50 });
figure("  the same, up to four pages down the ended ones, p95", deep.percentile(95), "ms");
figure("open a conversation (itself and its thread), p95", open.percentile(95), "ms", { atMost: 80 });
figure("  the same, a thread of 20,000 messages, p95", openLong.percentile(95), "ms", { atMost: 80 });
figure("search by name or phone, p95", search.percentile(95), "ms", { atMost: 300 });
figure("search in messages, p95", said.percentile(95), "ms", { atMost: 300 });
figure("  the same, four pages down, p95", saidDeep.percentile(95), "ms");
await server.stop();
await view.close();
await installation.close();
