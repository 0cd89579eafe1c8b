/** How what an agent waits for grows with the years: the same looks at accounts of 10,000, 100,000 and 1,000,000 messages, through HTTP. */
import { randomUUID } from "node:crypto";
import { createCompany, type Company } from "../server/src/demo/company.ts";
import { fillAccount } from "./lib/big-account.ts";
import { look } from "./lib/look.ts";
import { install, NUMBER, startServer } from "./lib/product.ts";
import { figure, machine, note, table, type Times } from "./lib/report.ts";
import { visitors } from "./lib/visitors.ts";

/** conversations; each has ten messages, and one of them 20,000 more */
const SIZES = [1_000, 10_000, 100_000];
/** so many times more for a hundred times the messages is growth that nobody feels */
const MOST_GROWTH = 3;

type Looks = Record<"list" | "open" | "thread" | "person" | "words" | "contacts", Times>;
type Page = { items: { id: string }[] };

const installation = await install("http://127.0.0.1:9");
const view = look(installation.url);
await machine(installation.url);
const server = await startServer(installation);

async function companyOf(conversations: number): Promise<Company> {
  const phoneNumberId = `${NUMBER.phoneNumberId}${conversations}`;
  return createCompany(installation.deps, {
    demo: true,
    withBot: false,
    channel: {
      ...NUMBER,
      phoneNumberId,
      displayPhone: phoneNumberId,
      graphBaseUrl: installation.graphUrl,
      accessToken: randomUUID(),
      verifyToken: randomUUID(),
    },
  });
}

async function looksAt(conversations: number): Promise<Looks> {
  const company = await companyOf(conversations);
  const long = await fillAccount(view, company, conversations);
  const { measure, get, cookies } = await visitors(server, company);
  const { items } = (await get("/api/conversations?tab=all&limit=100", cookies[0] ?? "")) as Page;
  const administrator = cookies[0] ?? "";
  return {
    list: await measure(
      ["new", "mine", "bot", "ended", "others", "all"].map((tab) => `/api/conversations?tab=${tab}`),
    ),
    open: await measure(
      items.map(({ id }) => `/api/conversations/${id}`),
      (path) => Promise.all([get(path, administrator), get(`${path}/thread`, administrator)]),
    ),
    thread: await measure([`/api/conversations/${long}/thread`], (path) => get(path, administrator)),
    person: await measure(
      ["ana silva", "carla", "zulmira", "+55 11 90000-0321"].map(
        (q) => `/api/conversations?tab=all&q=${encodeURIComponent(q)}`,
      ),
    ),
    words: await measure(
      ["porcelanas", "orcamento", "pedi", "zulmira"].map((q) => `/api/messages/search?q=${q}`),
    ),
    contacts: await measure(["/api/contacts"]),
  };
}

const found: Looks[] = [];
for (const size of SIZES) found.push(await looksAt(size));
const NAMES: Record<keyof Looks, string> = {
  list: "list of conversations",
  open: "open a conversation",
  thread: "last page of a thread of 20,000 messages",
  person: "search by name or phone",
  words: "search in messages",
  contacts: "list of contacts",
};
const kinds = Object.keys(NAMES) as (keyof Looks)[];
const p95 = (looks: Looks | undefined, kind: keyof Looks): number =>
  looks?.[kind].percentile(95) ?? Number.NaN;
table([
  ["p95, ms", ...SIZES.map((size) => `${(size * 10).toLocaleString("en")} messages`)],
  ...kinds.map((kind) => [NAMES[kind], ...found.map((looks) => p95(looks, kind).toFixed(1))]),
]);
note("each size is an account of its own, and the tables hold those before it too");
for (const kind of kinds)
  figure(
    `${NAMES[kind]}: 1,000,000 messages to 10,000`,
    p95(found.at(-1), kind) / p95(found[0], kind),
    "x",
    kind === "person" || kind === "words" ? undefined : { atMost: MOST_GROWTH },
  );
await server.stop();
await view.close();
await installation.close();
