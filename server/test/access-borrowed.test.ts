import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Company } from "../src/demo/company.ts";
import { LATER } from "./access-filling.ts";
import { belongings, type Belongings } from "./access-world.ts";
import type { Desk, Method, Reply } from "./desk-world.ts";
import { openListedDesk, type Route } from "./security-world.ts";

let desk: Desk;
let routes: Route[];
let ours: Belongings;
let beside: Belongings;
let theirs: Belongings;
const WORDS = ["SABIAZINHO", "TUCANINHO"];

beforeAll(async () => {
  ({ desk, routes } = await openListedDesk());
  ours = await belongings(desk, desk.ours, "comercial", "CANARINHO");
  beside = await belongings(desk, desk.ours, "suporte", "SABIAZINHO");
  theirs = await belongings(desk, desk.theirs, "comercial", "TUCANINHO");
});
afterAll(() => desk.close());

const as = async (company: Company, name: string, method: "GET" | "POST", url: string, body?: object) =>
  desk.call(await desk.cookie(company, name), method, url, body);
const idOf = (of: Belongings, kind: string): string => of.things[kind] ?? "";

/** Reads that go on from a cursor, with its name. */
function paged(): { url: string; field: string }[] {
  return routes.flatMap(({ method, url, schema }) => {
    if (method !== "GET" || !schema.querystring) return [];
    const { properties = {} } = z.toJSONSchema(schema.querystring as z.ZodType, {
      io: "input",
      unrepresentable: "any",
    }) as { properties?: Record<string, { format?: string }> };
    return ["cursor", "before", "after"]
      .filter((field) => field in properties && properties[field]?.format === undefined)
      .map((field) => ({ url, field }));
  });
}
const named = (url: string, of: Belongings): string =>
  url
    .replace("/tickets/:id", `/tickets/${idOf(of, "ticket")}`)
    .replace("/conversations/:id", `/conversations/${idOf(of, "conversation")}`)
    .replace("/contact-imports/:id", `/contact-imports/${idOf(of, "import")}`);

describe("a cursor", () => {
  it("of another's list, or a made one, leads to nothing of theirs and breaks nothing", async () => {
    let tried = 0;
    let borrowed = 0;
    for (const { url, field } of paged()) {
      const foreign = await as(desk.theirs, "Helena", "GET", `${named(url, theirs)}?limit=1`);
      const own = await as(desk.ours, "Rita", "GET", `${named(url, beside)}?limit=1`);
      const cursors = [foreign, own].flatMap(({ body }) =>
        ["nextCursor", "before", "after"].flatMap((name) =>
          typeof body[name] === "string" ? body[name] : [],
        ),
      );
      borrowed += cursors.length;
      const made = ["x", "0", "null", "[]", "{}", "\u{1f426}", "'; --", "-1", "9".repeat(40), "....", "%"];
      const forged = [...made, ...made.map((text) => Buffer.from(text).toString("base64url"))];
      for (const cursor of [...cursors, ...forged])
        for (const limit of [1, 50]) {
          const answer = await as(
            desk.ours,
            "Ana",
            "GET",
            `${named(url, ours)}?limit=${limit}&${field}=${encodeURIComponent(cursor)}`,
          );
          tried += 1;
          expect(answer.status, `${url} ${field}=${cursor}`).toBeLessThan(500);
          const text = JSON.stringify(answer.body);
          expect(
            WORDS.filter((word) => text.includes(word)),
            `${url} ${field}=${cursor}`,
          ).toEqual([]);
        }
    }
    expect(tried).toBeGreaterThan(200);
    expect(borrowed).toBeGreaterThan(8);
  });
});

describe("a command's key", () => {
  const template = () => ({ name: idOf(ours, "templateName"), language: "pt_BR", values: {} });
  const begin = (name: string, key: string, contactId: string): Promise<Reply> =>
    as(desk.ours, name, "POST", "/api/conversations", {
      key,
      channelId: desk.ours.channelId,
      to: { contactId },
      teamId: desk.ours.teams[name === "Ana" ? "comercial" : "suporte"],
      template: template(),
    });

  it("of somebody else is nobody's: what they did with it is not told", async () => {
    const key = "borrowed-key-1";
    const note = { key, text: "SABIAZINHO" };
    const noted = await as(
      desk.ours,
      "Rita",
      "POST",
      `/api/conversations/${idOf(beside, "conversation")}/notes`,
      note,
    );
    expect(noted.status).toBe(200);
    for (const [company, of] of [
      [desk.ours, ours],
      [desk.theirs, theirs],
    ] as const) {
      const answer = await as(
        company,
        "Ana",
        "POST",
        `/api/conversations/${idOf(of, "conversation")}/notes`,
        {
          key,
          text: "meu",
        },
      );
      expect(answer.status).toBe(200);
      expect(JSON.stringify(answer.body)).not.toContain("SABIAZINHO");
    }
  });

  it("tells of a conversation that went out of sight only what it told before, by whichever command", async () => {
    const id = idOf(ours, "conversation");
    const key = "forward-key-1";
    const forward = { key, teamId: desk.ours.teams.suporte };
    const once = await as(desk.ours, "Ana", "POST", `/api/conversations/${id}/forward`, forward);
    expect(once.status).toBe(200);
    expect((await as(desk.ours, "Ana", "POST", `/api/conversations/${id}/forward`, forward)).status).toBe(
      200,
    );
    await desk.write(desk.ours, ours.phone, "SABIAZINHO depois");
    const later: [string, string, object][] = [
      ["POST", `/api/conversations/${id}/forward`, forward],
      ["POST", `/api/conversations/${id}/notes`, { key, text: "x" }],
      ["POST", `/api/conversations/${id}/messages`, { key, text: "x" }],
      ["POST", `/api/conversations/${id}/block`, { key, blocked: false }],
      ["POST", `/api/conversations/${id}/read`, { key }],
      ["POST", `/api/conversations/${id}/scheduled/${idOf(ours, "scheduled")}/cancel`, { key }],
      ["POST", `/api/conversations/acts`, { act: { type: "read" }, items: [{ id, key }] }],
    ];
    for (const [method, url, body] of later) {
      const answer = await as(desk.ours, "Ana", method as "POST", url, body);
      expect(JSON.stringify(answer.body), url).not.toContain("SABIAZINHO");
    }
    // to begin with somebody else, with the key of a command about this one
    const { body } = await as(desk.ours, "Ana", "GET", "/api/contacts");
    const other = (body["items"] as { id: string }[]).find((contact) => contact.id !== idOf(ours, "contact"));
    const begun = await begin("Ana", key, other?.id ?? "");
    expect(JSON.stringify(begun.body)).not.toContain("SABIAZINHO");
    expect(begun.body.code).toBe("key_used");
  });

  it("of a conversation one began goes on telling of it while it is in sight, and not after", async () => {
    const id = idOf(beside, "otherConversation");
    const contact = idOf(beside, "otherContact");
    const key = "begin-key-1";
    const first = await begin("Diego", key, contact);
    expect([first.status, first.body["existed"]]).toEqual([200, true]);
    expect((await begin("Diego", key, contact)).body["existed"]).toBe(true);
    const moved = { key: "moved-away-1", teamId: desk.ours.teams.comercial };
    expect((await as(desk.ours, "Helena", "POST", `/api/conversations/${id}/forward`, moved)).status).toBe(
      200,
    );
    await sql`UPDATE contact SET name = 'TUCANINHO' WHERE account_id = ${desk.ours.accountId} AND id = ${contact}`.execute(
      desk.world.deps.system,
    );
    const after = await begin("Diego", key, contact);
    expect(JSON.stringify(after.body)).not.toContain("TUCANINHO");
    expect(after.status).toBe(404);
  });
});

describe("what one wrote oneself", () => {
  it("is out of reach with the conversation that it is about", async () => {
    const id = await desk.write(desk.ours, "5511987005001", "oi");
    const helena = (url: string, body: object) => as(desk.ours, "Helena", "POST", url, body);
    await helena(`/api/conversations/${id}/forward`, { key: "to-ana-1", teamId: desk.ours.teams.comercial });
    const cookie = await desk.cookie(desk.ours, "Ana");
    const ana = (method: Method, url: string, body?: object) => desk.call(cookie, method, url, body);
    const talk = `/api/conversations/${id}`;
    const contact = ((await ana("GET", talk)).body["contact"] as { id: string }).id;
    const noted = await ana("POST", `${talk}/notes`, { key: "own-note-1", text: "minha" });
    const note = (noted.body["note"] as { id: string }).id;
    const content = { type: "text", text: "depois" };
    await ana("POST", `${talk}/scheduled`, { key: "own-planned-1", at: LATER, content });
    const planned = (await ana("GET", `${talk}/scheduled`)).body["items"] as { id: string }[];
    const scheduled = planned[0]?.id ?? "";
    const known = await ana("POST", `/api/contacts/${contact}/notes`, { key: "own-known-1", text: "minha" });
    const contactNote = (known.body["notes"] as { id: string }[])[0]?.id ?? "";
    await ana("PUT", `${talk}/draft`, { mode: "reply", text: "rascunho", quotedMessageId: null, at: 1 });
    const mention = { key: "mentions-ana-1", text: `@[${desk.ours.agents["Ana"]}] veja` };
    expect((await helena(`${talk}/notes`, mention)).status).toBe(200);
    expect(((await ana("GET", "/api/mentions")).body["items"] as object[]).length).toBe(1);

    await helena(`${talk}/forward`, { key: "from-ana-1", teamId: desk.ours.teams.suporte });
    await sql`UPDATE contact SET name = 'GAIVOTINHA' WHERE account_id = ${desk.ours.accountId} AND id = ${contact}`.execute(
      desk.world.deps.system,
    );
    const refused: [Method, string, object?][] = [
      ["PATCH", `/api/notes/${note}`, { text: "outra" }],
      ["DELETE", `/api/notes/${note}`],
      ["POST", `${talk}/scheduled/${scheduled}/move`, { key: "own-moved-1", at: LATER }],
      ["POST", `${talk}/scheduled/${scheduled}/send`, { key: "own-sent-1" }],
      ["POST", `${talk}/scheduled/${scheduled}/cancel`, { key: "own-gone-1" }],
      ["PATCH", `/api/contact-notes/${contactNote}`, { text: "outra" }],
      ["DELETE", `/api/contact-notes/${contactNote}`],
      ["PUT", `${talk}/draft`, { mode: "reply", text: "outro", quotedMessageId: null, at: 2 }],
    ];
    for (const [method, url, body] of refused) {
      const answer = await ana(method, url, body);
      expect([answer.status, answer.body.code], url).toEqual([404, "not_found"]);
    }
    for (const url of [
      "/api/mentions",
      "/api/scheduled",
      "/api/contacts",
      "/api/conversations?tab=all",
      "/api/drafts",
    ])
      expect(JSON.stringify((await ana("GET", url)).body), url).not.toContain("GAIVOTINHA");
    expect((await ana("GET", "/api/mentions")).body).toMatchObject({ items: [], unread: 0 });
  });
});
