import type { MentionList, NoteResult, RealtimeChange, ServerFrame, ThreadEntry } from "@balcao/api";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDesk, type Desk, type Reply } from "./desk-world.ts";

const MINUTE = 60_000;
let desk: Desk;
let serial = 0;
let people = 0;
const key = (): string => `note-${String(++serial).padStart(8, "0")}`;
const idOf = (name: string): string => desk.ours.agents[name] ?? "";
const as = async (name: string, method: "GET" | "POST" | "PATCH" | "DELETE", url: string, body?: object) =>
  desk.call(await desk.cookie(desk.ours, name), method, url, body);

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

async function inTeam(team: "comercial" | "suporte"): Promise<string> {
  const id = await desk.write(desk.ours, `55119${String(86_000_000 + ++people)}`, "oi");
  const reply = await as("Helena", "POST", `/api/conversations/${id}/forward`, {
    key: key(),
    teamId: desk.ours.teams[team],
  });
  expect(reply.status).toBe(200);
  return id;
}
const note = async (name: string, id: string, text: string, own = key()): Promise<Reply> =>
  as(name, "POST", `/api/conversations/${id}/notes`, { key: own, text });
const noted = ({ status, body }: Reply): NoteResult => {
  expect({ status, body }).toMatchObject({ status: 200 });
  return body as unknown as NoteResult;
};
const mentions = async (name: string): Promise<MentionList> =>
  (await as(name, "GET", "/api/mentions")).body as unknown as MentionList;
const thread = async (name: string, id: string, query = ""): Promise<ThreadEntry[]> =>
  (await as(name, "GET", `/api/conversations/${id}/thread${query}`)).body["entries"] as ThreadEntry[];
const said = (entries: readonly ThreadEntry[]): string[] =>
  entries.flatMap((entry) => (entry.entry === "history" ? [] : [`${entry.entry} ${entry.text ?? "–"}`]));

/** Everything about a conversation that a customer, the bot, a list or a counter goes by. */
async function standing(id: string): Promise<unknown> {
  const { rows } = await sql`
    SELECT to_jsonb(v) - 'seq' - 'version' AS row, (SELECT count(*) FROM message m WHERE m.conversation_id = v.id) AS messages,
      (SELECT count(*) FROM outbox) AS sends, (SELECT jsonb_agg(c ORDER BY c) FROM conversation_counter c) AS counters,
      (SELECT jsonb_agg(t) FROM timer t WHERE t.conversation_id = v.id) AS timers
    FROM conversation v WHERE v.id = ${id}`.execute(desk.world.deps.system);
  return rows;
}

describe("a note", () => {
  it("takes its place in the thread and changes nothing a customer, the bot or a list goes by", async () => {
    const id = await inTeam("comercial");
    const before = await standing(id);
    desk.world.clock.advance(MINUTE);
    const own = key();
    const { note: first, conversation } = noted(await note("Ana", id, "paga *sempre* em dia", own));
    expect(first).toMatchObject({ agentId: idOf("Ana"), editedAt: null, deletedAt: null });
    // the same key again is the same note
    expect(noted(await note("Ana", id, "outra", own)).note).toEqual(first);
    expect(await standing(id)).toEqual(before);
    expect(conversation.lastMessage?.preview).toBe("oi");
    desk.world.clock.advance(MINUTE);
    await as("Ana", "POST", `/api/conversations/${id}/messages`, { key: key(), text: "Bom dia" });
    noted(await note("Rita", id, "vi"));
    const entries = await thread("Ana", id);
    expect(said(entries)).toEqual(["message oi", "note paga *sempre* em dia", "message Bom dia", "note vi"]);
    const places = entries.map(({ seq }) => seq);
    expect(new Set(places).size).toBe(places.length);
    expect(said(await thread("Ana", id, `?around=${first.id}&limit=2`))).toContain(
      "note paga *sempre* em dia",
    );
    const last = await as("Ana", "GET", `/api/conversations/${id}/thread?limit=1`);
    expect(said(last.body["entries"] as ThreadEntry[])).toEqual(["note vi"]);
    expect(said(await thread("Ana", id, `?limit=1&before=${String(last.body["before"])}`))).toEqual([
      "message Bom dia",
    ]);
    expect((await as("Ana", "GET", `/api/conversations/${id}/notes`)).body["items"]).toMatchObject([
      { text: "vi" },
      { id: first.id },
    ]);
  });

  it("cannot be put among what is sent: the database refuses it", async () => {
    const id = await inTeam("comercial");
    await as("Ana", "POST", `/api/conversations/${id}/messages`, { key: key(), text: "Bom dia" });
    const { note: written } = noted(await note("Ana", id, "segredo"));
    const smuggle = sql`
      INSERT INTO outbox (account_id, message_id, channel_id, conversation_id, contact_id, seq, automatic, recipient_kind, recipient_value, request, queued_at)
      SELECT v.account_id, ${written.id}, v.channel_id, v.id, v.contact_id, v.seq, false, v.recipient_kind, v.recipient_value, '{}', now() FROM conversation v WHERE v.id = ${id}`;
    await expect(smuggle.execute(desk.world.deps.system)).rejects.toMatchObject({ code: "23503" });
    const { rows } = await sql<{
      sends: string;
    }>`SELECT jsonb_agg(request)::text AS sends FROM outbox`.execute(desk.world.deps.system);
    expect(rows[0]?.sends).toContain("Bom dia");
    expect(rows[0]?.sends).not.toContain("segredo");
  });

  it("is possible whenever the conversation may be seen, and only then", async () => {
    const id = await inTeam("suporte");
    expect((await note("Ana", id, "oi")).body.code).toBe("not_found");
    desk.world.clock.advance(25 * 60 * MINUTE);
    const { body } = await as("Diego", "GET", `/api/conversations/${id}`);
    expect(body["can"]).toMatchObject({ reply: false, reply_reason: "service_window_closed" });
    noted(await note("Diego", id, "janela fechada"));
    await as("Diego", "POST", `/api/conversations/${id}/status`, { key: key(), status: "closed" });
    noted(await note("Diego", id, "encerrada"));
    expect((await as("Diego", "GET", `/api/conversations/${id}`)).body["status"]).toBe("closed");
    expect((await note("Diego", id, "  ")).status).toBe(422);
  });

  it("is its author's: changed for 15 minutes, deleted at any time, both to be seen", async () => {
    const id = await inTeam("comercial");
    const { note: written } = noted(await note("Ana", id, "ligr"));
    const change = (name: string, text: string) => as(name, "PATCH", `/api/notes/${written.id}`, { text });
    expect((await change("Rita", "outra")).body.code).toBe("note_not_yours");
    expect((await change("Diego", "outra")).body.code).toBe("not_found");
    desk.world.clock.advance(15 * MINUTE);
    const { note: edited } = noted(await change("Ana", "ligar"));
    expect(edited).toMatchObject({ text: "ligar", seq: written.seq, at: written.at });
    expect(edited.editedAt).not.toBeNull();
    desk.world.clock.advance(MINUTE);
    // what is so already is no change
    expect(noted(await change("Ana", "ligar")).note).toEqual(edited);
    expect((await change("Ana", "ligar já")).body.code).toBe("note_too_old");
    expect((await as("Rita", "DELETE", `/api/notes/${written.id}`)).body.code).toBe("note_not_yours");
    const { note: deleted } = noted(await as("Ana", "DELETE", `/api/notes/${written.id}`));
    expect(deleted).toMatchObject({ text: null, agentId: idOf("Ana") });
    expect(noted(await as("Ana", "DELETE", `/api/notes/${written.id}`)).note).toEqual(deleted);
    expect((await change("Ana", "de volta")).body.code).toBe("note_deleted");
    const { rows } = await sql<{ type: string }>`
      SELECT type FROM event WHERE data->>'noteId' = ${written.id} ORDER BY id`.execute(
      desk.world.deps.system,
    );
    expect(rows.map(({ type }) => type)).toEqual(["note.added", "note.edited", "note.deleted"]);
    expect((await as("Ana", "GET", `/api/conversations/${id}/notes`)).body["items"]).toEqual([]);
  });
});

type Heard = { changes: RealtimeChange[]; counted: boolean };
/** What one agent's screen is told; with a session, without which it is hung up on within seconds. */
async function screenOf(name: string): Promise<Heard> {
  const heard: Heard = { changes: [], counted: false };
  const cookie = await desk.cookie(desk.ours, name);
  const { actor } = await desk.auth.enter(new Headers({ cookie }), { prolongs: false });
  if (!actor) throw new Error(`${name} has no session`);
  const send = (text: string): void => {
    const frame = JSON.parse(text) as ServerFrame;
    if (frame.type !== "changes") return;
    heard.changes.push(...frame.changes);
    heard.counted ||= frame.countsChanged;
  };
  await desk.hub.join({ actor, send, close: () => undefined }, null);
  return heard;
}

describe("a mention", () => {
  it("reaches who may see the conversation, is told live to them alone, and is read once", async () => {
    const id = await inTeam("comercial");
    await desk.tell();
    const [rita, ana, diego] = [await screenOf("Rita"), await screenOf("Ana"), await screenOf("Diego")];
    const readers = (await as("Ana", "GET", `/api/conversations/${id}/readers`)).body["items"] as {
      id: string;
    }[];
    expect(readers.map((reader) => reader.id)).toContain(idOf("Rita"));
    expect(readers.map((reader) => reader.id)).not.toContain(idOf("Diego"));
    const blind = await note("Ana", id, `@[${idOf("Diego")}] veja`);
    expect(blind).toMatchObject({ status: 422, body: { code: "mention_not_visible" } });
    const { note: written } = noted(
      await note("Ana", id, `@[${idOf("Rita")}] e @[${idOf("Rita")}], de @[${idOf("Ana")}]`),
    );
    expect(await mentions("Ana")).toMatchObject({ items: [], unread: 0 });
    expect(await mentions("Rita")).toMatchObject({
      unread: 1,
      items: [{ noteId: written.id, conversationId: id, agentId: idOf("Ana"), readAt: null }],
    });
    await desk.tell();
    const entry = { type: "conversation", row: { id }, entries: [{ entry: "note", id: written.id }] };
    const toldOf = { type: "refetch", what: "mentions" };
    expect(rita).toMatchObject({ changes: [entry, toldOf], counted: false });
    expect(ana.changes).toMatchObject([entry]);
    expect(diego.changes).toEqual([]);
    const read = { noteIds: [written.id] };
    for (const name of ["Diego", "Rita", "Rita"])
      expect((await as(name, "POST", "/api/mentions/read", read)).status).toBe(204);
    expect((await mentions("Rita")).unread).toBe(0);
    await desk.tell();
    expect(rita.changes.slice(2)).toMatchObject([toldOf]);
    expect(ana.changes).toHaveLength(1);
  });

  it("follows the note's text, and hides with its conversation", async () => {
    const id = await inTeam("comercial");
    const before = (await mentions("Rita")).unread;
    const { note: written } = noted(await note("Ana", id, `@[${idOf("Rita")}]`));
    const change = (text: string) => as("Ana", "PATCH", `/api/notes/${written.id}`, { text });
    noted(await change(`@[${idOf("Bruno")}] sabe`));
    expect((await mentions("Rita")).unread).toBe(before);
    const bruno = await mentions("Bruno");
    expect(bruno.items.map(({ noteId }) => noteId)).toContain(written.id);
    // segmented view: once Ana answers, it is hers alone
    await as("Ana", "POST", `/api/conversations/${id}/assign`, { key: key(), agentId: idOf("Ana") });
    expect((await mentions("Bruno")).unread).toBe(bruno.unread - 1);
    await as("Ana", "DELETE", `/api/notes/${written.id}`);
    await as("Ana", "POST", `/api/conversations/${id}/assign`, { key: key(), agentId: null });
    expect((await mentions("Bruno")).items.map(({ noteId }) => noteId)).not.toContain(written.id);
  });
});
