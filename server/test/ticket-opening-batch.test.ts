import { sql } from "kysely";
import { afterEach, beforeEach, expect, it } from "vitest";
import { laneLoop, type FactHandler } from "../src/modules/channels/index.ts";
import { factHandler } from "../src/modules/conversations/index.ts";
import { saveOpening } from "../src/modules/settings/index.ts";
import { ticketDesk } from "../src/modules/tickets/index.ts";
import { envelope, message, PipelineWorld, START, type Row } from "./pipeline-world.ts";

let world: PipelineWorld;
beforeEach(async () => {
  world = await PipelineWorld.open();
  const setting = {
    enabled: true,
    title: "Conversa {{protocolo}}",
    teamId: null,
    categoryId: null,
    typeId: null,
    priority: 0 as const,
    announcement: { enabled: true, text: "Chamado {{chamado}}" },
    email: {
      mode: "optional" as const,
      attempts: 2,
      silenceMinutes: 10,
      question: "E-mail?",
      repeat: "Como?",
    },
    version: 1,
  };
  const { accountId } = world.company;
  await world.world.deps.system.transaction().execute((tx) => saveOpening(tx, accountId, setting, START));
});
afterEach(() => world.close());

const person = (index: number) => ({ waId: `55119${String(90_000_000 + index)}` });
const tickets = (): Promise<Row[]> =>
  world.rows(sql<Row>`
    SELECT t.number, t.email, t.email_standing AS standing, (SELECT array_agg(m.text ORDER BY m.seq) FROM ticket_message m WHERE m.ticket_id = t.id) AS linked
    FROM ticket t ORDER BY number`);

it("a batch that brings question and answer opens the ticket, asks and notes in one transaction", async () => {
  await world.hear(message(person(1), "oi"), message(person(1), "lia@example.com", START + 1000));
  expect(await tickets()).toEqual([
    { number: 1, email: "lia@example.com", standing: "stated", linked: ["oi"] },
  ]);
  expect((await world.thread()).map(({ author, text }) => `${String(author)} ${String(text)}`)).toEqual([
    "contact oi",
    "system Chamado #1",
    "system E-mail?",
    "contact lia@example.com",
    expect.stringMatching(/^bot /),
  ]);
});

it("two who state the same address in one batch: it is the first one's, and apart for the other", async () => {
  await world.hear(message(person(1), "oi"), message(person(2), "oi"));
  await world.hear(message(person(1), "a@example.com"), message(person(2), "a@example.com", START + 1000));
  expect((await tickets()).map(({ standing }) => standing).toSorted()).toEqual(["of_another", "stated"]);
  expect(await world.value(sql<Row>`SELECT count(*)::int FROM contact WHERE email = 'a@example.com'`)).toBe(
    1,
  );
});

it("a fact that fails takes its ticket along, and leaves no gap in the numbers of its neighbours", async () => {
  const bad: FactHandler = async (tx, facts) => {
    await factHandler(world.world.deps, ticketDesk(world.world.deps))(tx, facts);
    if (facts.some(({ body }) => body.kind === "message" && body.wamid === "wamid.bad"))
      throw new Error("no");
  };
  await world.deliver(
    envelope({
      messages: [
        message(person(1), "um"),
        message(person(2), "dois", START + 1000, "wamid.bad"),
        message(person(3), "três", START + 2000),
      ],
    }),
  );
  await laneLoop(world.world.deps, { db: world.world.deps.system, handle: bad }).drain();
  expect(await tickets()).toMatchObject([
    { number: 1, linked: ["um"] },
    { number: 2, linked: ["três"] },
  ]);
  expect(await world.value(sql<Row>`SELECT last FROM ticket_counter`)).toBe(2);
  await world.hear(message(person(4), "quatro"));
  expect((await tickets()).map(({ number }) => number)).toEqual([1, 2, 3]);
});

it("many at once each get a ticket, by number and with their own first words", async () => {
  const people = Array.from({ length: 200 }, (_, index) => message(person(index), `oi ${index}`));
  await world.hear(...people);
  const made = await tickets();
  expect(made.map(({ number }) => number)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  expect(made.every(({ linked }) => (linked as string[]).length === 1)).toBe(true);
  expect(await world.value(sql<Row>`SELECT count(*)::int FROM quarantined_fact`)).toBe(0);
});
