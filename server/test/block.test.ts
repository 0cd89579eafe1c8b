import type { CommandResult, Conversation, ConversationCounts, ThreadEntry } from "@balcao/api";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDesk, type Desk, type Method, type Reply } from "./desk-world.ts";

const HOUR = 3_600_000;
const MARIA = "5511985100001";
let desk: Desk;
let id: string;
let serial = 0;
const key = (): string => `block-${String(++serial).padStart(8, "0")}`;
const as = async (name: string, method: Method, path: string, body?: object): Promise<Reply> =>
  desk.call(await desk.cookie(desk.ours, name), method, `/api/conversations${path}`, body);
const block = (name: string, of: string, blocked: boolean, own = key()): Promise<Reply> =>
  as(name, "POST", `/${of}/block`, { key: own, blocked });
const shown = async (of = id): Promise<Conversation> =>
  (await as("Helena", "GET", `/${of}`)).body as unknown as Conversation;
const thread = async (of = id): Promise<string[]> =>
  ((await as("Helena", "GET", `/${of}/thread`)).body["entries"] as ThreadEntry[]).map((entry) =>
    entry.entry === "history" ? entry.type : (entry.text ?? ""),
  );
const unread = async (): Promise<number> =>
  ((await as("Helena", "GET", "/counts")).body as unknown as ConversationCounts).tabs.all?.unread ?? 0;
const sends = async (): Promise<number> =>
  (
    await sql<{
      count: number;
    }>`SELECT count(*)::int AS count FROM message WHERE direction = 'out' AND author <> 'agent' AND status <> 'cancelled'`.execute(
      desk.world.deps.system,
    )
  ).rows[0]?.count ?? 0;

beforeAll(async () => {
  desk = await openDesk({ withBot: true });
  id = await desk.write(desk.ours, MARIA, "oi");
});
afterAll(() => desk.close());

describe("blocking a contact", () => {
  it("silences the conversation and takes the word from the bot, once for one key", async () => {
    expect(await unread()).toBe(1);
    const own = key();
    const first = await block("Helena", id, true, own);
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      conversation: { status: "resolved", unread: 0, owner: "team", contact: { blocked: true } },
    });
    expect((await block("Helena", id, true, own)).body).toEqual(first.body);
    await block("Helena", id, true);
    expect((await thread()).filter((line) => line === "contact.blocked")).toHaveLength(1);
    expect(await unread()).toBe(0);
    expect((await shown()).can).toMatchObject({ reply: false, reply_reason: "contact_blocked" });
  });

  it("keeps what they write, without notice, bot or automatic text, also once the conversation has ended", async () => {
    const before = await sends();
    expect(await desk.write(desk.ours, MARIA, "alô?")).toBe(id);
    expect(await thread()).toContain("alô?");
    expect(await shown()).toMatchObject({ status: "resolved", unread: 0, waitingSince: null });
    await desk.later(80 * HOUR);
    expect((await shown()).status).toBe("closed");
    const next = await desk.write(desk.ours, MARIA, "ninguém responde");
    expect(next).not.toBe(id);
    expect(await shown(next)).toMatchObject({ status: "resolved", unread: 0, owner: "team" });
    expect(await unread()).toBe(0);
    expect(await sends()).toBe(before);
    id = next;
  });

  it("lets nothing out to them: no answer, no reaction, no template, no bot", async () => {
    const [message] = (await as("Helena", "GET", `/${id}/thread`)).body["entries"] as ThreadEntry[];
    for (const [path, body] of [
      ["messages", { text: "oi" }],
      [`messages/${message?.id}/reaction`, { emoji: "👍" }],
      ["return-to-bot", {}],
    ] as const)
      expect(await as("Helena", "POST", `/${id}/${path}`, { key: key(), ...body })).toMatchObject({
        status: 409,
        body: { code: "contact_blocked" },
      });
  });

  it("hears them again from the next message on", async () => {
    const { body } = await block("Ana", id, false);
    // the conversation stands in Principal, which Ana does not see
    expect(body.code).toBe("not_found");
    const { conversation } = (await block("Helena", id, false)).body as unknown as CommandResult;
    expect(conversation).toMatchObject({ status: "resolved", contact: { blocked: false } });
    expect((await thread()).at(-1)).toBe("contact.unblocked");
    await desk.write(desk.ours, MARIA, "voltei");
    expect(await shown()).toMatchObject({ status: "open", unread: 1 });
  });

  it("is not done behind the back of who answers the same person elsewhere", async () => {
    const JOAO = "5511985100002";
    const old = await desk.write(desk.ours, JOAO, "oi");
    const to = (of: string, team: "comercial" | "suporte") =>
      as("Helena", "POST", `/${of}/forward`, { key: key(), teamId: desk.ours.teams[team] });
    await to(old, "comercial");
    await as("Helena", "POST", `/${old}/status`, { key: key(), status: "closed" });
    const now = await desk.write(desk.ours, JOAO, "oi de novo");
    await to(now, "suporte");
    expect((await block("Ana", old, true)).body.code).toBe("contact_block_others");
    expect((await block("Rita", old, true)).status).toBe(200);
    expect(await shown(now)).toMatchObject({ status: "resolved", contact: { blocked: true } });
    expect(await thread(old)).toContain("contact.blocked");
  });

  it("is one company's own", async () => {
    const cookie = await desk.cookie(desk.theirs, "Helena");
    const answer = await desk.call(cookie, "POST", `/api/conversations/${id}/block`, {
      key: key(),
      blocked: true,
    });
    expect(answer.status).toBe(404);
  });
});
