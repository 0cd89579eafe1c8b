/** What an agent waits for in a company with 100,000 contacts: the list, its pages, a search, a person; through HTTP. */
import { look } from "./lib/look.ts";
import { CONTACT_LABELS, CONTACTS, fillContacts, SOME_ORGANISATION } from "./lib/many-contacts.ts";
import { install, residentBytes, startServer } from "./lib/product.ts";
import { endByTargets, figure, machine, note } from "./lib/report.ts";
import { visitors } from "./lib/visitors.ts";

const installation = await install("http://127.0.0.1:9");
const view = look(installation.url);
await machine(installation.url);
const begun = performance.now();
await fillContacts(view, installation.company);
note(
  `${CONTACTS.toLocaleString("en")} contacts, made in ${((performance.now() - begun) / 1000).toFixed(0)} s`,
);
await view.pool.query("SELECT pg_stat_reset()");
const server = await startServer(installation);
const { cookies, get, measure } = await visitors(server, installation.company);
type Page = { items: { id: string }[]; nextCursor: string | null };

const ORDERS = ["name", "created"].flatMap((order) => [
  `order=${order}&direction=desc`,
  `order=${order}&direction=asc`,
]);
const FILTERS = [
  "",
  "&organisation=none",
  `&organisation=${SOME_ORGANISATION}`,
  `&label=${CONTACT_LABELS.common}`,
  `&label=${CONTACT_LABELS.rare}`,
  `&label=${CONTACT_LABELS.common}&organisation=none`,
  `&label=${CONTACT_LABELS.common}&organisation=${SOME_ORGANISATION}`,
];
const list = await measure(
  ORDERS.flatMap((order) => FILTERS.map((filter) => `/api/contacts?${order}${filter}`)),
);
const deep = await measure(
  ORDERS.map((order) => `/api/contacts?${order}&limit=100`),
  async (path, cookie) => {
    let cursor: string | null = "";
    for (let page = 0; page < 5 && cursor !== null; page++)
      ({ nextCursor: cursor } = (await get(`${path}${cursor && `&cursor=${cursor}`}`, cookie)) as Page);
  },
);
/** one, many of a name, a name and a number, a phone without the ninth digit, an address, none */
const SEARCHES = "carla 70042|ana silva|joao|90004-1234|1100041234|pessoa40000@|zulmira".split("|");
const search = await measure(
  SEARCHES.flatMap((text) => ORDERS.map((order) => `/api/contacts?${order}&q=${encodeURIComponent(text)}`)),
);
/** whom each of them sees */
const seen = new Map<string, Page["items"]>();
for (const cookie of cookies) seen.set(cookie, ((await get("/api/contacts?limit=50", cookie)) as Page).items);
const person = await measure(
  Array.from({ length: 50 }, (_, index) => String(index)),
  (index, cookie) => get(`/api/contacts/${seen.get(cookie)?.[Number(index)]?.id ?? ""}`, cookie),
);
const organisations = await measure(["/api/organisations", "/api/organisations?q=empresa%2042"]);

/** All contacts as a file: what the server holds of it meanwhile, and how long it takes. */
async function takeOut(cookie: string) {
  const resident = (): number => residentBytes(server.pid) ?? Number.NaN;
  const [before, start] = [resident(), performance.now()];
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, resident())), 20);
  const answer = await fetch(`${server.url}/api/contacts/export?locale=en`, { headers: { cookie } });
  if (!answer.ok || !answer.body) throw new Error(`the export answered ${answer.status}`);
  let lines = -1;
  for await (const part of answer.body.pipeThrough(new TextDecoderStream()))
    lines += part.split("\n").length - 1;
  clearInterval(watch);
  if (lines < CONTACTS) throw new Error(`${lines} of ${CONTACTS} contacts were in the file`);
  return { megabytes: (most - before) / 1024 / 1024, seconds: (performance.now() - start) / 1000 };
}
const file = await takeOut(cookies[0] ?? "");

figure("list, 4 orders x 7 filters, p95", list.percentile(95), "ms", { atMost: 50 });
figure("  p50", list.percentile(50), "ms");
figure("  five pages of 100 down, p95 of all five together", deep.percentile(95), "ms");
figure("search by name, phone or e-mail, p95", search.percentile(95), "ms", { atMost: 300 });
figure("a person, p95", person.percentile(95), "ms", { atMost: 50 });
figure("organisations with their counts, p95", organisations.percentile(95), "ms");
figure("all of them into a file", file.seconds, "s");
if (!Number.isNaN(file.megabytes))
  figure("  memory that it takes of the server", file.megabytes, "MB", { atMost: 150 });
// what a connection counted is written at the latest when it ends
await server.stop();
const whole = await view.number("SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'contact'");
figure("times that the contacts were read from end to end", whole, "", { atMost: 0 });
await view.close();
await installation.close();
endByTargets();
