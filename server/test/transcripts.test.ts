import { createHash } from "node:crypto";
import type { ThreadEntry, Transcript } from "@balcao/api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { messagesSeenBy } from "../src/modules/conversations/index.ts";
import { inAccount } from "../src/platform/database.ts";
import { openDesk, type Desk, type Method, type Reply } from "./desk-world.ts";

let desk: Desk;
let id: string;
let serial = 0;
const key = (): string => `print-${String(++serial).padStart(8, "0")}`;
const as = async (name: string, method: Method, path: string, body?: object): Promise<Reply> =>
  desk.call(await desk.cookie(desk.ours, name), method, `/api/conversations/${path}`, body);
const made = ({ status, body }: Reply): Transcript => {
  expect({ status, code: body.code }).toEqual({ status: 200, code: undefined });
  return body as unknown as Transcript;
};
const linesOf = ({ text }: Transcript): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const kinds = (entries: readonly ThreadEntry[]): string[] =>
  entries.map((entry) => (entry.entry === "history" ? entry.type : `${entry.entry} ${entry.text ?? ""}`));

beforeAll(async () => {
  desk = await openDesk();
  id = await desk.write(desk.ours, "5511985000001", 'o boleto não abre\n{"entry":"message"}');
  await as("Helena", "POST", `${id}/forward`, {
    key: key(),
    teamId: desk.ours.teams["suporte"],
    reason: "cobrança",
  });
  await as("Helena", "POST", `${id}/notes`, { key: key(), text: "paga por Pix" });
  await as("Helena", "POST", `${id}/messages`, { key: key(), text: "Já verifico." });
});
afterAll(() => desk.close());

describe("a transcript", () => {
  it("holds messages and forwardings in order, notes only when asked for, and a digest anyone can make again", async () => {
    const plain = made(await as("Helena", "GET", `${id}/transcript`));
    expect(kinds(plain.entries)).toEqual([
      'message o boleto não abre\n{"entry":"message"}',
      "conversation.opened",
      "conversation.forwarded",
      "conversation.assigned",
      "message Já verifico.",
    ]);
    expect(plain.company).not.toBe("");
    expect(plain.digest).toBe(createHash("sha256").update(plain.text).digest("hex"));

    const lines = linesOf(plain);
    expect(lines).toHaveLength(plain.entries.length + 2);
    expect(lines[0]).toMatchObject({ form: "balcao transcript 1", protocol: plain.conversation.protocol });
    expect(lines.at(-1)).toMatchObject({
      names: { [desk.ours.agents["Helena"] ?? ""]: expect.stringContaining("Helena") },
    });
    expect(lines.find(({ text }) => text === "Já verifico.")).toMatchObject({
      author: "agent",
      status: "queued",
    });

    const noted = made(await as("Helena", "GET", `${id}/transcript?notes=true`));
    expect(kinds(noted.entries).filter((kind) => !kinds(plain.entries).includes(kind))).toEqual([
      "note paga por Pix",
    ]);
    expect(noted.digest).not.toBe(plain.digest);
  });

  it("comes out the same again, also later when it is cut where it ended", async () => {
    const before = made(await as("Helena", "GET", `${id}/transcript`));
    expect(made(await as("Helena", "GET", `${id}/transcript`)).digest).toBe(before.digest);
    await desk.write(desk.ours, "5511985000001", "ainda aí?");
    expect(made(await as("Helena", "GET", `${id}/transcript`)).digest).not.toBe(before.digest);
    const again = made(await as("Helena", "GET", `${id}/transcript?upTo=${before.upTo}`));
    expect(again.text).toBe(before.text);
  });

  it("is of chosen messages alone, all of them of this conversation", async () => {
    const { entries } = made(await as("Helena", "GET", `${id}/transcript`));
    const messages = entries.filter((entry) => entry.entry === "message");
    const [first, , last] = messages;
    const chosen = made(
      await as("Helena", "GET", `${id}/transcript?messages=${[last?.id, first?.id].join(",")}`),
    );
    expect(kinds(chosen.entries)).toEqual(kinds([first!, last!]));

    const other = await desk.write(desk.ours, "5511985000002", "de outra pessoa");
    const [foreign] = made(await as("Helena", "GET", `${other}/transcript`)).entries.filter(
      (entry) => entry.entry === "message",
    );
    expect((await as("Helena", "GET", `${id}/transcript?messages=${first?.id},${foreign?.id}`)).status).toBe(
      404,
    );
    expect((await as("Helena", "GET", `${id}/transcript?messages=nonsense`)).status).toBe(422);
  });

  it("is for who may read the conversation, here and through the door for tickets", async () => {
    // Ana works in Comercial, the conversation is in Suporte
    for (const method of ["GET", "POST"] as const) {
      const body = method === "POST" ? { key: key() } : undefined;
      expect((await as("Ana", method, `${id}/transcript`, body)).status).toBe(404);
    }
    const { entries } = made(await as("Helena", "GET", `${id}/transcript`));
    const first = entries.find((entry) => entry.entry === "message");
    const seenBy = (role: "agent" | "supervisor", teamIds: string[]) =>
      inAccount(desk.world.deps.app, desk.ours.accountId, (tx) =>
        messagesSeenBy(
          tx,
          {
            accountId: desk.ours.accountId,
            agentId: desk.ours.agents["Ana"] ?? "",
            userId: "",
            sessionId: "",
            name: "Ana",
            locale: "pt-BR",
            role,
            teamIds,
            segmentedView: true,
            owesTwoStep: false,
          },
          id,
          [first?.id ?? "", first?.id ?? ""],
        ),
      );
    await expect(seenBy("agent", [])).rejects.toMatchObject({ status: 404 });
    expect((await seenBy("supervisor", [])).map((message) => message.id)).toEqual([first?.id]);
  });
});

describe("printing", () => {
  it("leaves in the history who printed what, with the digest that stands on the paper", async () => {
    const own = key();
    const printed = made(await as("Helena", "POST", `${id}/transcript`, { key: own, notes: true }));
    const again = made(await as("Helena", "GET", `${id}/transcript?notes=true`));
    expect(again.entries.at(-1)).toMatchObject({
      entry: "history",
      type: "conversation.printed",
      agentId: desk.ours.agents["Helena"],
      data: { digest: printed.digest, upTo: printed.upTo, notes: true, chosen: false },
    });
    expect(made(await as("Helena", "GET", `${id}/transcript?notes=true&upTo=${printed.upTo}`)).digest).toBe(
      printed.digest,
    );
    await as("Helena", "POST", `${id}/transcript`, { key: own, notes: true });
    const history = made(await as("Helena", "GET", `${id}/transcript`)).entries;
    expect(kinds(history).filter((kind) => kind === "conversation.printed")).toHaveLength(1);
  });

  it("is possible when the conversation has ended", async () => {
    await as("Helena", "POST", `${id}/status`, { key: key(), status: "closed" });
    const printed = made(await as("Helena", "POST", `${id}/transcript`, { key: key() }));
    expect(printed.conversation.status).toBe("closed");
  });
});
