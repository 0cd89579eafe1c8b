/** What an agent waits for in a company with 100,000 tickets: the table, the board, a search, the counts; through HTTP. */
import { look } from "./lib/look.ts";
import { install, startServer } from "./lib/product.ts";
import { endByTargets, figure, machine, note } from "./lib/report.ts";
import { visitors } from "./lib/visitors.ts";
import { fillTickets, SOME_CATEGORY, TICKET_LABELS, TICKETS } from "./lib/many-tickets.ts";

const installation = await install("http://127.0.0.1:9");
const view = look(installation.url);
await machine(installation.url);
const begun = performance.now();
await fillTickets(view, installation.company);
note(
  `${TICKETS.toLocaleString("en")} tickets of ${(await view.number("SELECT count(*) FROM contact")).toLocaleString("en")} contacts, made in ${((performance.now() - begun) / 1000).toFixed(0)} s`,
);
await view.pool.query("SELECT pg_stat_reset()");
const server = await startServer(installation);
const { agents, teams } = installation.company;
const { get, measure } = await visitors(server, installation.company);
type Page = { items: { id: string }[]; nextCursor: string | null };

const ORDERS = ["updated", "created", "priority", "status", "due", "sla"].flatMap((order) => [
  `order=${order}&direction=desc`,
  `order=${order}&direction=asc`,
]);
const FILTERS = [
  "",
  "&status=all",
  "&status=closed",
  "&status=waiting&priority=4",
  `&status=all&team=${teams.comercial}`,
  `&agent=${agents["Ana"]}`,
  `&status=all&agent=${agents["Ana"]}&priority=3`,
  "&agent=none",
  "&status=all&agent=none&priority=4",
  "&overdue=true",
  `&status=all&label=${TICKET_LABELS.common}`,
  `&status=all&label=${TICKET_LABELS.rare}`,
  `&status=all&category=${SOME_CATEGORY}`,
  `&status=resolved&team=${teams.suporte}&agent=${agents["Ana"]}`,
];
const table = await measure(
  ORDERS.flatMap((order) => FILTERS.map((filter) => `/api/tickets?${order}${filter}`)),
);
const deep = await measure(
  ORDERS.map((order) => `/api/tickets?${order}&status=all&limit=100`),
  async (path, cookie) => {
    let cursor: string | null = "";
    for (let page = 0; page < 5 && cursor !== null; page++)
      ({ nextCursor: cursor } = (await get(`${path}${cursor && `&cursor=${cursor}`}`, cookie)) as Page);
  },
);
const BOARDS = [
  "",
  "?order=updated",
  "?order=created",
  `?team=${teams.comercial}`,
  "?agent=none",
  "?priority=4",
];
const board = await measure(BOARDS.map((query) => `/api/tickets/board${query}`));
const counts = await measure(["/api/tickets/counts"]);
/** one of 5,000, in one of twenty, in all, a form, a phrase, a name, many of a name, a phone, a number, none */
const SEARCHES =
  'porcelana|orçamento|pedido|cobranças|"segunda via"|ana silva 70|carla|90004-1234|#73412|73412|zulmira'.split(
    "|",
  );
const searched = SEARCHES.map((text) => `q=${encodeURIComponent(text)}`);
const search = await measure(searched.map((q) => `/api/tickets?status=all&${q}`));
const boardSearch = await measure(searched.map((q) => `/api/tickets/board?${q}`));

figure("table, 12 orders x 14 filters, p95", table.percentile(95), "ms", { atMost: 50 });
figure("  p50", table.percentile(50), "ms");
figure("  five pages of 100 down, p95 of all five together", deep.percentile(95), "ms");
figure("board, p95", board.percentile(95), "ms", { atMost: 80 });
figure("counts of the lists and views, p95", counts.percentile(95), "ms", { atMost: 20 });
figure("search by number, word, name or phone, p95", search.percentile(95), "ms", { atMost: 300 });
figure("  search on the board, p95", boardSearch.percentile(95), "ms", { atMost: 300 });
// what a connection counted is written at the latest when it ends
await server.stop();
const whole = await view.number("SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'ticket'");
figure("times that the table was read from end to end", whole, "", { atMost: 0 });
await view.close();
await installation.close();
endByTargets();
