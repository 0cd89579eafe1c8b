import { randomUUID } from "node:crypto";
import type { TicketChoices } from "@balcao/api";
import { sql } from "kysely";
import type { Company } from "../src/demo/company.ts";
import { uuidv7 } from "../src/platform/ids.ts";
import type { Desk } from "./desk-world.ts";
import {
  calls,
  first,
  formOf,
  LATER,
  settings,
  type Filling,
  type Row,
  type Team,
  type Things,
} from "./access-filling.ts";

/** Everything of one team of one company, with its own word in every text. */
export type Belongings = {
  company: Company | null;
  team: Team | null;
  word: string;
  /** as `word`, in what all of the company may see */
  phone: string;
  /** a colleague answers its conversations: in a segmented view they are nobody else's of the team */
  answered: boolean;
  things: Things;
};

/** so high that no number of one company is one of the other's */
const FOREIGN_NUMBERS = 7_000;

/** Ids of nothing at all, one for each thing that the others have. */
export const nothing = (like: Things): Belongings => ({
  company: null,
  team: null,
  word: "",
  phone: "",
  answered: false,
  things: Object.fromEntries(
    Object.keys(like).map((kind) => [kind, /number/i.test(kind) ? "2000000000" : randomUUID()]),
  ),
});

/** Rows that only Meta or a loop of ours writes. */
async function putRows({ desk, company, word, phone }: Filling, message: string): Promise<Things> {
  const { accountId, channelId } = company;
  const [media, template, delivery] = [uuidv7(), uuidv7(), uuidv7()];
  const key = `${accountId}/${media}`;
  await desk.world.deps.storage.put(key, Buffer.from(`GIF89a ${word}`));
  const db = desk.world.deps.system;
  await sql`INSERT INTO media (account_id, id, channel_id, message_id, graph_media_id, kind, state, mime_type, size, storage_key, created_at)
    VALUES (${accountId}, ${media}, ${channelId}, ${message}, '1', 'image', 'stored', 'image/gif', ${7 + word.length}, ${key}, now())`.execute(
    db,
  );
  await sql`UPDATE message SET media_id = ${media} WHERE account_id = ${accountId} AND id = ${message}`.execute(
    db,
  );
  await sql`INSERT INTO template (account_id, id, waba_id, meta_id, name, language, status, category, parameter_format, components, told_at)
    VALUES (${accountId}, ${template}, '300100200300400', ${template}, ${`t_${phone}`}, 'pt_BR', 'APPROVED', 'UTILITY', 'POSITIONAL',
      ${JSON.stringify([{ type: "BODY", text: `Oi ${phone}` }])}, now())`.execute(db);
  await sql`INSERT INTO webhook_delivery (account_id, id, channel_id, received_at, body, facts)
    VALUES (${accountId}, ${delivery}, ${channelId}, now(), ${Buffer.from(JSON.stringify({ word }))}, 0)`.execute(
    db,
  );
  return { media, template, templateName: `t_${phone}`, delivery };
}

/** Two people who wrote, in the team; the ids of what the conversation of the first has. */
async function talk(filling: Filling): Promise<Things> {
  const { desk, company, team, word, shown, phone } = filling;
  const { get, keyed } = calls(filling);
  const talked: string[] = [];
  for (const [place, text] of [`oi ${shown}`, `cadê ${word}`, `outro ${word}`].entries()) {
    const id = await desk.write(company, place < 2 ? phone : phone.replace(/...$/, "777"), text);
    if (place !== 0) talked.push(id);
  }
  const [conversation = "", other = ""] = talked;
  for (const id of talked)
    await keyed(`/api/conversations/${id}/forward`, { teamId: company.teams[team], reason: word });
  await keyed(`/api/conversations/${other}/messages`, { text: `certo ${word}` });
  await sql`UPDATE message SET status = 'failed', at = now() - interval '1 day' WHERE account_id = ${company.accountId} AND conversation_id = ${other} AND author = 'agent'`.execute(
    desk.world.deps.system,
  );
  // whoever answered it is responsible for it: it goes back to its team
  await keyed(`/api/conversations/${other}/assign`, { agentId: null });
  const { rows: failed } = await sql<{ id: string }>`
    SELECT id FROM message WHERE conversation_id = ${other} AND author = 'agent'`.execute(
    desk.world.deps.system,
  );
  const { entries } = await get(`/api/conversations/${conversation}/thread?limit=100`);
  const by = (author: string) => (entries as Row[]).filter((entry) => entry["author"] === author);
  const { contact } = await get(`/api/conversations/${conversation}`);
  const otherContact = (await get(`/api/conversations/${other}`))["contact"] as Row;
  return {
    conversation,
    otherConversation: other,
    failedMessage: first(failed),
    message: first(by("contact")),
    lastMessage: String(by("contact").at(-1)?.["id"]),
    botMessage: first(by("bot")),
    contact: String((contact as Row)["id"]),
    otherContact: String(otherContact["id"]),
  };
}

/** What people wrote about the conversation and its contact. */
async function about(filling: Filling, of: Things): Promise<Things> {
  const { company, team, word, shown, phone, desk } = filling;
  const { as, get, post, keyed } = calls(filling);
  const conversation = `/api/conversations/${of["conversation"]}`;
  const contact = `/api/contacts/${of["contact"]}`;
  const noted = await keyed(`${conversation}/notes`, {
    text: `nota ${word} @[${company.agents["Rita"]}]`,
  });
  await keyed(`${conversation}/scheduled`, { at: LATER, content: { type: "text", text: `depois ${word}` } });
  await desk.call(
    await desk.cookie(company, "Helena"),
    "POST",
    `${conversation}/scheduled/files`,
    formOf({ key: randomUUID(), kind: "document", at: LATER }, `${word}.txt`, word),
  );
  const planned = (await get(`${conversation}/scheduled`))["items"] as Row[];
  await as("Helena", "PUT", `${conversation}/draft`, {
    mode: "note",
    text: `rascunho ${word}`,
    quotedMessageId: null,
    at: 1,
  });
  await keyed(`${contact}/notes`, { text: `prefere à tarde ${word}` });
  const twin = await desk.write(company, phone.replace(/...$/, "888"), "oi");
  const twins = (await get(`/api/conversations/${twin}`))["contact"] as Row;
  await keyed(`${contact}/merge`, { otherId: twins["id"], cause: `a mesma pessoa ${word}` });
  const known = await get(contact);
  const organisation = await post("/api/organisations", { name: `Org ${phone}`, domain: "", notes: "" });
  const moved = await post("/api/organisations", { name: `Nova ${phone}`, domain: "", notes: "" });
  const replied = await post("/api/quick-replies", {
    scope: "team",
    teamId: company.teams[team],
    shortcut: `s${phone}`,
    title: shown,
    text: shown,
  });
  await as(
    "Helena",
    "PUT",
    `/api/quick-replies/${String(replied["id"])}/file`,
    formOf({}, `${shown}.txt`, shown),
  );
  const view = await post("/api/views", {
    name: shown,
    sharedWith: "team",
    teamId: company.teams[team],
    filter: { tab: "mine", order: "waiting" },
  });
  return {
    note: String((noted["note"] as Row)["id"]),
    scheduled: String(planned.find(({ file }) => file === null)?.["id"]),
    scheduledFile: String(planned.find(({ file }) => file !== null)?.["id"]),
    contactNote: first(known["notes"]),
    merge: first(known["merges"]),
    organisation: String(organisation["id"]),
    otherOrganisation: String(moved["id"]),
    quickReply: String(replied["id"]),
    view: String(view["id"]),
  };
}

/** A ticket of the team with a message, a file and a comment, another it is related to, and what the account's tickets are made of. */
async function tickets(filling: Filling, of: Things): Promise<Things> {
  const { company, team, shown, phone } = filling;
  const { as, get, post, keyed } = calls(filling);
  const make = (title: string, messageIds: string[]) =>
    keyed("/api/tickets", {
      conversationId: of["conversation"],
      messageIds,
      title: `${title} ${shown}`,
      description: shown,
      teamId: company.teams[team],
    });
  const ticket = await make("Chamado", [of["message"] ?? ""]);
  const other = await make("Outro", []);
  const path = `/api/tickets/${String(ticket["id"])}`;
  await as("Helena", "POST", `${path}/files`, formOf({ key: randomUUID() }, `${shown}.txt`, shown));
  await keyed(`${path}/comments`, { text: `comentário ${shown}` });
  await keyed(`${path}/relate`, { number: other["number"] });
  const whole = await get(path);
  for (const name of [`C ${phone}`, `D ${phone}`])
    await post("/api/ticket-categories", { name, parentId: null });
  await post("/api/ticket-types", { name: `S ${phone}` });
  const chosen = (await post("/api/ticket-types", { name: `T ${phone}` })) as unknown as TicketChoices;
  return {
    ticket: String(ticket["id"]),
    ticketNumber: String(ticket["number"]),
    otherTicket: String(other["id"]),
    otherNumber: String(other["number"]),
    ticketFile: first(whole["files"]),
    status: chosen.statuses[0]?.id ?? "",
    category: chosen.categories.at(-1)?.id ?? "",
    otherCategory: chosen.categories.at(-2)?.id ?? "",
    type: chosen.types.at(-1)?.id ?? "",
  };
}

const PHONES: Readonly<Record<string, string>> = {
  CANARINHO: "5511987001001",
  SABIAZINHO: "5511987002001",
  TUCANINHO: "5511987003001",
  BEMTEVIZINHO: "5511987004001",
};

/**
 * One of everything, in a team of a company. `word`: one of those above, in every text of it that others might see. `answered`: its
 * administrator answers the conversations.
 */
export async function belongings(
  desk: Desk,
  company: Company,
  team: Team,
  word: string,
  answered = false,
): Promise<Belongings> {
  const shown = answered ? "ABERTO" : word;
  const filling: Filling = { desk, company, team, word, shown, phone: PHONES[word] ?? "" };
  const general = await settings(filling);
  const said = await talk(filling);
  const rows = await putRows(filling, said["message"] ?? "");
  const noted = await about(filling, said);
  if (company === desk.theirs)
    await sql`INSERT INTO ticket_counter (account_id, last) VALUES (${company.accountId}, ${FOREIGN_NUMBERS})
      ON CONFLICT (account_id) DO UPDATE SET last = excluded.last`.execute(desk.world.deps.system);
  const asked = await tickets(filling, said);
  const things = { ...general, ...said, ...rows, ...noted, ...asked };
  if (answered)
    for (const id of [things["conversation"], things["otherConversation"]])
      await calls(filling).keyed(`/api/conversations/${id}/assign`, { agentId: company.agents["Helena"] });
  return { company, team, word, phone: filling.phone, answered, things };
}
