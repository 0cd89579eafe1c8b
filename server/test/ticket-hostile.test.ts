import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTickets, ticketPath, type Row, type TicketWorld } from "./ticket-world.ts";

let world: TicketWorld;
let conversation: Awaited<ReturnType<TicketWorld["talk"]>>;
beforeAll(async () => {
  world = await openTickets();
  conversation = await world.talk("5511988770001", ["oi"]);
});
afterAll(() => world.desk.close());

const cursor = (text: string): string => Buffer.from(text).toString("base64url");

it("wrong dates and marks are refused or read as nothing, never an error of ours", async () => {
  const ticket = await world.made("Ana", conversation.id);
  for (const dueAt of [
    "0000-01-01T00:00:00Z",
    "1969-12-31T23:59:59Z",
    "3000-01-01T00:00:00Z",
    "2026-02-30T00:00:00Z",
  ]) {
    expect((await world.create("Ana", conversation.id, { dueAt })).status).toBe(422);
    expect((await world.act("Ana", ticket, { type: "due", dueAt })).status).toBe(422);
  }
  const { status } = world;
  const answers: [string, number][] = [];
  for (const url of [
    ...["999999999999999", "-999999999999999", "8640000000000001"].flatMap((ms) => [
      `${ticketPath(ticket)}/activity?cursor=${cursor(`${ms}|${"0".repeat(20)}`)}`,
      ...["updated", "due", "sla", "status"].map(
        (order) =>
          `/api/tickets?order=${order}&cursor=${cursor(`${status["open"]}|${ms}|${String(ticket["id"])}`)}`,
      ),
    ]),
    `/api/tickets?order=updated&cursor=${cursor(`${status["open"]}|1|${"-".repeat(36)}`)}`,
    `/api/tickets?order=created&cursor=${cursor(`${"-".repeat(36)}|9999999999`)}`,
    `/api/tickets?order=priority&cursor=${cursor(`${status["open"]}|9|1|${"a".repeat(36)}`)}`,
    `/api/contacts?cursor=${cursor(`${String(ticket["id"])}|a\0b`)}`,
    `/api/contacts?cursor=${cursor(`${"-".repeat(36)}|a`)}`,
    `/api/contacts?order=created&cursor=${cursor(`${String(ticket["id"])}|-999999999999999`)}`,
    `/api/organisations?cursor=${cursor(`${"-".repeat(36)}|a`)}`,
    `/api/organisations?cursor=${cursor(`${String(ticket["id"])}|a\0`)}`,
    "/api/tickets?q=%00",
    "/api/tickets?q=a%00b",
    "/api/tickets/board?q=%00x",
    "/api/tickets?q=%23999999999",
    "/api/tickets?q=%F0%9F%98%80%25_%5C",
    "/api/tickets/by-number/2147483647",
    "/api/tickets?status=x",
    "/api/organisations?q=%00a",
    "/api/contacts?q=a%00b",
    "/api/conversations?q=a%00b",
  ])
    answers.push([url, (await world.as("Helena", "GET", url)).status]);
  expect(answers.filter(([, code]) => code >= 500)).toEqual([]);
});

/** `work` waits for what is `held`, while somebody else waits for what it has; whoever began to wait first is ended. */
async function crossed<T>(held: string, wanted: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: world.desk.world.url });
  await client.connect();
  await client.query("BEGIN");
  await client.query("SET LOCAL deadlock_timeout = '30s'");
  await client.query(held);
  const working = work();
  const waiting = sql<Row>`SELECT FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()`;
  await expect
    .poll(async () => (await waiting.execute(world.desk.world.deps.system)).rows.length)
    .toBeGreaterThan(0);
  await client.query(wanted);
  await client.query("COMMIT");
  await client.end();
  return working;
}

describe("two that wait for each other: the one that the database ends begins again", () => {
  it("with a command on two tickets", async () => {
    const [one, other] = [await world.made("Ana", conversation.id), await world.made("Ana", conversation.id)];
    const [first, second] = [String(one["id"]), String(other["id"])].toSorted();
    const hold = (id: string | undefined): string => `SELECT FROM ticket WHERE id = '${id}' FOR UPDATE`;
    const related = await crossed(hold(second), hold(first), () =>
      world.post("Ana", `${ticketPath(one)}/relate`, { number: other["number"] }),
    );
    expect(related).toMatchObject({
      status: 200,
      body: { ticket: { related: [{ number: other["number"] }] } },
    });
  });

  it("with the deletion of an organisation", async () => {
    const made = { name: "Girassol", domain: "", notes: "" };
    const { id } = (await world.as("Helena", "POST", "/api/organisations", made)).body;
    const contact = (await world.made("Ana", conversation.id))["ticket"] as { requester: { id: string } };
    const place = { organisationId: id, was: null };
    await world.as("Helena", "PUT", `/api/contacts/${contact.requester.id}/organisation`, place);
    const removed = await crossed(
      `SELECT FROM contact WHERE id = '${contact.requester.id}' FOR UPDATE`,
      `SELECT FROM organisation WHERE id = '${String(id)}' FOR KEY SHARE`,
      () => world.as("Helena", "DELETE", `/api/organisations/${String(id)}`, { version: 1, moveTo: null }),
    );
    expect(removed.status).toBe(204);
  });
});

it("titles and names are one line, whatever an API client sends", async () => {
  const title = "Boleto\r\nnão\tabre\u2028agora";
  const ticket = await world.made("Ana", conversation.id, { title });
  const shown = (await world.as("Ana", "GET", ticketPath(ticket))).body;
  expect(shown["title"]).toBe("Boleto não abre agora");
  const { version } = shown;
  await world.act("Ana", ticket, { type: "describe", title: "Um\nDois", description: "Um\nDois", version });
  expect((await world.as("Ana", "GET", ticketPath(ticket))).body).toMatchObject({
    title: "Um Dois",
    description: "Um\nDois",
  });
  expect((await world.create("Ana", conversation.id, { title: "\n\t" })).status).toBe(422);
  for (const [path, body] of [
    ["/api/labels", { color: "#112233" }],
    ["/api/ticket-types", {}],
    ["/api/organisations", { domain: "", notes: "" }],
  ] as const) {
    const made = await world.as("Helena", "POST", path, { ...body, name: "Um\u0007\nDois" });
    expect([path, made.status, JSON.stringify(made.body).includes('"name":"Um Dois"')]).toEqual([
      path,
      expect.toBeOneOf([200, 201]),
      true,
    ]);
  }
});
