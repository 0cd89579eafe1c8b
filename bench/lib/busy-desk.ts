import { formatPhone, matchKey } from "../../core/src/index.ts";
import type { Company } from "../../server/src/demo/company.ts";
import type { Look } from "./look.ts";

/** Conversations that wait in Ana's team: the list of the speed budgets. */
export const WAITING = 10_000;
/** Conversations that Ana answers. */
export const OPEN = 60;
const OTHERS = { bot: 1_000, ended: 1_000, colleague: 440 };
/** Of those that wait, so many have a customer who may write again. */
const WRITING = 200;
const HISTORY = { open: 120, other: 10 };

/** `shown`: the name by which the desk shows them, one registered in three, else the phone. `number` stands in what they say. */
export type Customer = { id: string; number: number; name: string; phone: string; shown: string };
/** `open`: of Ana's conversations; `waiting`: the last who wrote of those that wait, the very last first. */
export type BusyDesk = { open: Customer[]; waiting: Customer[] };

const NAMES = "Ana,Bruno,Carla,Davi,Elisa,Fábio,Gabriela,Heitor,Iara,João".split(",");
const SURNAMES = "Silva,Souza,Costa,Lima,Rocha,Alves,Pinto".split(",");
/** what a message says, short and long; `#` is the customer's number */
const SAID = [
  "Bom dia, queria saber do pedido #",
  "Oi!",
  "O pedido # ainda não chegou, e no aplicativo da transportadora consta como entregue desde ontem. Podem verificar para mim, por favor?",
  "Claro. Um instante, já verifico o pedido # com a transportadora.",
  "Ok, obrigada 🙏",
  "Segue o *código de rastreio*: BR#000\nQualquer dúvida estamos à disposição.",
  "Pode ser amanhã à tarde? De manhã não tem ninguém em casa.",
];

const uuid = (kind: string, number: string): string =>
  `(lpad(to_hex(${number}::bigint), 8, '0') || '-0000-7000-8000-0000000000${kind}')::uuid`;
const words = (list: readonly string[]): string =>
  `ARRAY[${list.map((word) => `'${word.replaceAll("#", "%s")}'`).join(",")}]`;
const conversationId = (number: number): string =>
  `${number.toString(16).padStart(8, "0")}-0000-7000-8000-0000000000b0`;

function customer(number: number): Customer {
  const name = `${NAMES[number % NAMES.length]} ${SURNAMES[number % SURNAMES.length]} ${number}`;
  const phone = String(5_511_988_000_000 + number);
  return {
    id: conversationId(number),
    number,
    name,
    phone,
    shown: number % 3 === 0 ? name : formatPhone(phone),
  };
}

/** A kind of conversation: how many, whose the next word is, in which state, and how long. */
type Kind = { count: number; owner: string; agent: string | null; status: string; length: number };
const KINDS: readonly Kind[] = [
  { count: WAITING, owner: "team", agent: null, status: "open", length: HISTORY.other },
  { count: OPEN, owner: "agent", agent: "Ana", status: "open", length: HISTORY.open },
  { count: OTHERS.bot, owner: "bot", agent: null, status: "open", length: HISTORY.other },
  { count: OTHERS.ended, owner: "agent", agent: "Ana", status: "closed", length: HISTORY.other },
  { count: OTHERS.colleague, owner: "agent", agent: "Bruno", status: "pending", length: HISTORY.other },
];
type Range = readonly [from: number, to: number];

async function writeContacts({ pool }: Look, { accountId }: Company, range: Range): Promise<void> {
  await pool.query(
    `INSERT INTO contact (account_id, id, name, profile_name, phone, search, created_at)
     SELECT $1, ${uuid("c0", "n")}, CASE WHEN n % 3 = 0 THEN person END, person, phone, lower(person) || ' ' || phone, now() - interval '90 days'
     FROM (SELECT n, (${words(NAMES)})[1 + n % ${NAMES.length}] || ' ' || (${words(SURNAMES)})[1 + n % ${SURNAMES.length}] || ' ' || n AS person,
       (5511988000000 + n)::text AS phone FROM generate_series($2::int, $3::int) n) p`,
    [accountId, ...range],
  );
}

async function writeConversations({ pool }: Look, company: Company, kind: Kind, range: Range): Promise<void> {
  const { accountId, channelId, teams, agents } = company;
  const { owner, agent, status, length } = kind;
  await pool.query(
    `INSERT INTO conversation (account_id, id, protocol, channel_id, contact_id, team_id, agent_id, owner, status, unread, seq, last_message_id,
       last_message_at, last_preview, last_direction, last_kind, last_customer_at, last_interaction_at, window_closes_at, waiting_since,
       recipient_kind, recipient_value, opened_at, closed_at, close_reason)
     SELECT $1, ${uuid("b0", "n")}, n, $2, ${uuid("c0", "n")}, $3, $4, $5, $6::text, CASE WHEN $6 = 'open' THEN n % 3 ELSE 0 END, ${length},
       ${uuid("a0", `n * 1000 + ${length}`)}, at, 'Bom dia, queria saber do pedido ' || n, 'in', 'text', at, at, at + interval '1 day',
       CASE WHEN $6 <> 'closed' THEN at END, 'phone', (5511988000000 + n)::text, at - interval '2 days',
       CASE WHEN $6 = 'closed' THEN at + interval '1 hour' END, CASE WHEN $6 = 'closed' THEN 'agent' END
     FROM (SELECT n, now() - make_interval(secs => (n - $7::int) * 7 % 72000) AS at FROM generate_series($7::int, $8::int) n) c`,
    [accountId, channelId, teams.comercial, agent && agents[agent], owner, status, ...range],
  );
}

async function writeMessages(
  { pool }: Look,
  company: Company,
  { length }: Kind,
  range: Range,
): Promise<void> {
  await pool.query(
    `INSERT INTO message (account_id, id, conversation_id, channel_id, seq, at, direction, author, agent_id, kind, text, content, wamid, status, created_at)
     SELECT $1, id, conversation, $2, k, at, CASE WHEN isin THEN 'in' ELSE 'out' END, CASE WHEN isin THEN 'contact' ELSE 'agent' END,
       CASE WHEN NOT isin THEN $3::uuid END, 'text', body, json_build_object('type', 'text', 'body', body), 'wamid.' || id,
       CASE WHEN isin THEN 'received' ELSE 'read' END, at
     FROM (SELECT ${uuid("a0", "v.protocol * 1000 + k")} AS id, v.id AS conversation, k, (${length} - k) % 4 < 2 AS isin,
         v.last_message_at - make_interval(mins => (${length} - k) * 4) AS at,
         format((${words(SAID)})[1 + (${length} - k) % ${SAID.length}], v.protocol) AS body
       FROM conversation v, generate_series(1, ${length}) k WHERE v.account_id = $1 AND v.protocol BETWEEN $4 AND $5) m`,
    [company.accountId, company.channelId, company.agents["Ana"], ...range],
  );
}

/** As the webhook would have left them: who may write again is known by their phones, and the tabs are counted. */
async function writeBeside(
  { pool }: Look,
  { accountId }: Company,
  known: readonly Customer[],
): Promise<void> {
  const contacts = known.map(({ id }) => id.replace(/b0$/u, "c0"));
  const phones = known.map(({ phone }) => phone);
  await pool.query(
    `INSERT INTO contact_identity (account_id, kind, value, portfolio_id, contact_id, match_key, valid_from)
     SELECT $1, 'phone', phone, '', contact::uuid, key, now() FROM unnest($2::text[], $3::text[], $4::text[]) AS k (phone, contact, key)`,
    [accountId, phones, contacts, phones.map(matchKey)],
  );
  await pool.query(
    `INSERT INTO conversation_counter (account_id, team_id, agent_id, owner, status, conversations, unread)
     SELECT account_id, team_id, coalesce(agent_id, '00000000-0000-0000-0000-000000000000'), owner, status, count(*), count(*) FILTER (WHERE unread > 0)
     FROM conversation WHERE account_id = $1 GROUP BY 1, 2, 3, 4, 5`,
    [accountId],
  );
}

/**
 * A desk on its busiest day, made by set-based statements: 10,000 conversations wait in the team of Ana, who answers 60 at a time with long
 * histories.
 */
export async function fillBusyDesk(look: Look, company: Company): Promise<BusyDesk> {
  let from = 0;
  for (const kind of KINDS) {
    const range = [from + 1, from + kind.count] as const;
    await writeContacts(look, company, range);
    await writeConversations(look, company, kind, range);
    await writeMessages(look, company, kind, range);
    from += kind.count;
  }
  const desk = {
    open: Array.from({ length: OPEN }, (_, index) => customer(WAITING + 1 + index)),
    waiting: Array.from({ length: WRITING }, (_, index) => customer(1 + index)),
  };
  await writeBeside(look, company, [...desk.open, ...desk.waiting]);
  await look.pool.query("VACUUM ANALYZE");
  return desk;
}
