/** What an agent waits for whose team has 40 of a company's 100,000 conversations: all that a list passes by is the others'. */
import { randomUUID } from "node:crypto";
import { fillAccount } from "./lib/big-account.ts";
import { look } from "./lib/look.ts";
import { install, startServer } from "./lib/product.ts";
import { figure, machine } from "./lib/report.ts";
import { visitors } from "./lib/visitors.ts";

/** one conversation in this many is the small team's */
const OWN_EVERY = 2_500;

const installation = await install("http://127.0.0.1:9");
const { company } = installation;
const view = look(installation.url);
await machine(installation.url);
await fillAccount(view, company);
const run = (text: string, ...values: unknown[]) => view.pool.query(text, [company.accountId, ...values]);
const team = randomUUID();
const agent = company.agents["Diego"];
await run(
  "INSERT INTO team (account_id, id, name, color, created_at) VALUES ($1, $2, 'Jurídico', '#0b7567', now())",
  team,
);
await run("UPDATE conversation SET agent_id = NULL WHERE account_id = $1 AND agent_id = $2", agent);
await run(
  "UPDATE conversation SET team_id = $2, agent_id = NULL WHERE account_id = $1 AND (protocol + 1) % $3 = 0",
  team,
  OWN_EVERY,
);
await run("UPDATE team_member SET team_id = $2 WHERE account_id = $1 AND agent_id = $3", team, agent);
await view.pool.query("VACUUM ANALYZE");
const server = await startServer(installation);
const { measure } = await visitors(server, company, ["Diego"]);

const conversations = await measure(
  ["new", "mine", "others", "ended", "all", "ended&order=window", "all&order=priority"].map(
    (tab) => `/api/conversations?tab=${tab}`,
  ),
);
const contacts = await measure(
  ["order=name&direction=asc", "order=name&direction=desc", "order=created&direction=desc"].map(
    (order) => `/api/contacts?${order}`,
  ),
);
/** a name that thousands have, a rarer one, one person's, nobody's */
const NAMES = ["carla", "ana silva", "lima 77", "zulmira"].map(encodeURIComponent);
const search = await measure([
  ...NAMES.map((name) => `/api/conversations?tab=all&q=${name}`),
  ...NAMES.map((name) => `/api/contacts?q=${name}`),
]);
const said = await measure(
  ["bom dia", "orcamento", "porcelanas", "zulmira"].map(
    (words) => `/api/messages/search?q=${encodeURIComponent(words)}`,
  ),
);

figure("list of conversations, p95", conversations.percentile(95), "ms", { atMost: 50 });
figure("  p50", conversations.percentile(50), "ms");
figure("list of contacts, p95", contacts.percentile(95), "ms", { atMost: 50 });
figure("  p50", contacts.percentile(50), "ms");
figure("conversations and contacts by name, p95", search.percentile(95), "ms", { atMost: 300 });
figure("  p50", search.percentile(50), "ms");
figure("search in messages, p95", said.percentile(95), "ms", { atMost: 300 });
figure("  p50", said.percentile(50), "ms");
await server.stop();
await view.close();
await installation.close();
