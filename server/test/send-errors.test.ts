import type { MessageView } from "@balcao/api";
import { HELD_MOST_MS } from "@balcao/core";
import { errorFor, retryDelay, type ErrorRule } from "@balcao/whatsapp";
import { sql } from "kysely";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { channelCache, graphNumbers } from "../src/modules/channels/index.ts";
import { openBotDesk, type BotDesk } from "./bot-world.ts";
import { openPhones, type Phones } from "./phones-world.ts";

type Row = Record<string, unknown>;
type Way = "answer" | "status";
const HOUR = 3_600_000;
/** what a person wrote */
const MOST_HELD_MS = HELD_MOST_MS.written;

/** Section 8 of the wire facts: how each code comes. S = in the answer of the send, W = as a failed status, M = in a management call. */
const TABLE: readonly [where: string, codes: readonly number[]][] = [
  ["S", [0, 1, 2, 3, 4, 10, 33, 100, 102, 104, 190, 463, 467, 200, 299, 368, 80007]],
  ["SW", [130403, 130429, 130497, 131000, 131009, 131016, 131020, 131041, 131059, 131201, 131215]],
  ["W", [130472, 131049, 131050]],
  ["S", [131005, 131008, 131021, 131030, 131031, 131044, 131055, 131057, 131062, 131063]],
  ["SW", [131026, 131037, 131042, 131045, 131047, 131048, 131051, 131053, 131056, 131064]],
  ["S", [132000, 132001, 132005, 132007, 132008, 132012, 132016, 132018, 132068, 132069]],
  ["SW", [132015]],
  ["S", [133010, 134011, 134100, 134101, 134102, 135000, 137000, 138000, 138018]],
  ["M", [803, 804, 80008, 133000, 133004, 133005, 133006, 133008, 133009, 133015, 133016]],
  ["M", [139000, 139004, 139100, 139101, 139102, 139103, 147001, 147005]],
  ["M", [2388012, 2388091, 2388093, 2388103, 2494100, 2388019, 2388039, 2388040, 2388047, 2388072, 2388073]],
  ["M", [2388023, 2388024, 2388050, 2388153, 2388293, 2388299, 2494055, 2593107, 2593108, 2593109]],
  ["M", [200005, 200006, 200007]],
];
const rows = (letter: string): number[] =>
  TABLE.flatMap(([where, codes]) => (where.includes(letter) ? [...codes] : []));

const texts = ["pt-BR", "en"].map((language) => {
  const file = new URL(`../../web/src/i18n/desk.${language}.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { failure: Record<string, Record<string, string>> })
    .failure;
});
/** What a person reads, in each language: what happened, and what to do. */
function sentences({ explanation, nextStep }: { explanation: string; nextStep: string | null }): void {
  for (const { explanations, nextSteps } of texts) {
    expect(explanations?.[explanation]).toMatch(/\.$/);
    expect(nextSteps?.[nextStep ?? ""]).toMatch(/\.$/);
  }
}

let desk: BotDesk;
let phones: Phones;
let conversation: string;
let keys = 0;

beforeAll(async () => {
  desk = await openBotDesk();
  phones = await openPhones(desk);
  phones.sim.addUser({ id: "lia", name: "Lia Prado", waId: "5511987654321" });
  phones.sim.sendAsUser("lia", { type: "text", text: "oi" });
  await phones.settle();
  const page = await desk.ask("GET", "/api/conversations?tab=all&q=Lia");
  conversation = String((page.body["items"] as Row[])[0]?.["id"]);
  await desk.ask("POST", `/api/conversations/${conversation}/assign`, {
    key: "take-it-0000",
    agentId: desk.ours.agents["Helena"],
  });
});
afterAll(async () => {
  await phones.close();
  await desk.close();
});

const key = (): string => `errors-${String(++keys).padStart(6, "0")}`;
const post = (path: string, body: Row): ReturnType<BotDesk["ask"]> =>
  desk.ask("POST", `/api/conversations/${conversation}/${path}`, { key: key(), ...body });
const value = async (statement: ReturnType<typeof sql<Row>>): Promise<unknown> =>
  Object.values((await statement.execute(desk.world.deps.system)).rows[0] ?? {})[0];
const shown = async (id: string): Promise<MessageView> => {
  const page = await desk.ask("GET", `/api/conversations/${conversation}/thread?limit=20&around=${id}`);
  const found = (page.body["entries"] as MessageView[]).find((entry) => entry.id === id);
  if (!found) throw new Error("the message is not in the thread");
  return found;
};
const pausedBy = (): Promise<unknown> =>
  value(sql<Row>`SELECT paused_code FROM channel WHERE id = ${desk.ours.channelId}`);
const alerts = (type: string): Promise<unknown> =>
  value(sql<Row>`SELECT count(*)::int FROM event WHERE type = ${type}`);
/** how often Meta was asked to send this message */
const asked = (): number => phones.sim.ledger.rejected + phones.sim.ledger.sends.total;

/** Lia writes, so that the window is open and nothing waits; then Helena answers, and Meta fails it so. */
async function fails(code: number, as: Way, count: number | null): Promise<{ id: string; before: number }> {
  phones.sim.clearGraphFaults();
  await phones.moveTo(phones.sim.now() + 60_000);
  phones.sim.sendAsUser("lia", { type: "text", text: "oi" });
  await phones.settle();
  expect(await value(sql<Row>`SELECT count(*)::int FROM outbox`)).toBe(0);
  phones.sim.addGraphFault({ kind: code, as, ...(count === null ? {} : { count }) });
  const before = asked();
  const { status, body } = await post("messages", { text: `sobre ${code}`, quotedMessageId: null });
  expect(status).toBe(200);
  await phones.settle();
  return { id: String((body["message"] as Row)["id"]), before };
}
/** Moves on to when what waits may go, and lets it. False = nothing waits. */
async function goesOn(): Promise<boolean> {
  const next = await value(
    sql<Row>`SELECT greatest(min(o.not_before), max(c.pace_at) FILTER (WHERE c.paused_code IS NOT NULL)) FROM outbox o JOIN channel c ON c.id = o.channel_id WHERE o.state = 'queued'`,
  );
  if (next === null || next === undefined) return false;
  await phones.moveTo(Math.max(Number(next), phones.sim.now() + 1000));
  await phones.settle();
  return true;
}

/** Final for the message: told once, the number runs on, nothing goes by itself. */
async function isOver(code: number, way: Way, rule: ErrorRule): Promise<void> {
  const { id, before } = await fails(code, way, 1);
  const { status, failure } = await shown(id);
  expect([status, failure?.code, failure?.explanation]).toEqual(["failed", code, rule.explanation]);
  sentences({ explanation: failure?.explanation ?? "", nextStep: failure?.nextStep ?? null });
  expect(await pausedBy()).toBeNull();
  expect(await goesOn()).toBe(false);
  expect(asked() - before).toBe(1);
  if (rule.class === "wait") {
    expect(Date.parse(failure?.againAt ?? "")).toBeGreaterThanOrEqual(
      phones.sim.now() + rule.wait.base - 60_000,
    );
    expect(
      (await desk.ask("POST", `/api/conversations/${conversation}/messages/${id}/retry`, { key: key() })).body
        .code,
    ).toBe("retry_too_soon");
  } else expect(failure?.againAt).toBeNull();
}

/** It passes: nobody is told, and the same message goes again after its pause, once. */
async function passes(code: number, way: Way, rule: ErrorRule): Promise<void> {
  const { id, before } = await fails(code, way, 1);
  expect(await shown(id)).toMatchObject({ status: "queued", failure: null });
  expect(await pausedBy()).toBeNull();
  const since = phones.sim.now();
  expect(await goesOn()).toBe(true);
  expect(phones.sim.now() - since).toBeGreaterThanOrEqual(Math.min(rule.wait.base, HOUR));
  expect(await shown(id)).toMatchObject({ status: "delivered", failure: null });
  expect(asked() - before).toBe(2);
}

/** How often a message goes before it would be stale: a person's is wanted for some hours. */
function attemptsInTime(rule: ErrorRule): number {
  let attempt = 1;
  for (let waited = retryDelay(rule, 1, 0); attempt < rule.attempts && waited <= MOST_HELD_MS; attempt++)
    waited += retryDelay(rule, attempt + 1, 0);
  return attempt;
}

/** It does not pass: after as many attempts as the error allows, or when it would be stale, the agent is told. */
async function isGivenUp(code: number, way: Way, rule: ErrorRule): Promise<void> {
  const { id, before } = await fails(code, way, null);
  for (let more = true; more;) more = await goesOn();
  phones.sim.clearGraphFaults();
  const { status, failure } = await shown(id);
  expect([status, failure?.code]).toEqual(["failed", code]);
  sentences({ explanation: failure?.explanation ?? "", nextStep: failure?.nextStep ?? null });
  expect(asked() - before).toBe(attemptsInTime(rule));
}

/** The number is stopped: one alert, nothing is burnt, and it runs again by itself once it is repaired. */
async function stops(code: number, way: Way): Promise<void> {
  const [paused, resumed] = [await alerts("channel.paused"), await alerts("channel.resumed")];
  const { id, before } = await fails(code, way, null);
  const later = String(
    ((await post("messages", { text: "e depois", quotedMessageId: null })).body["message"] as Row)["id"],
  );
  await phones.settle();
  expect(await pausedBy()).toBe(code);
  expect(await alerts("channel.paused")).toBe(Number(paused) + 1);
  expect(await shown(id)).toMatchObject({ status: "queued", failure: null });
  expect(await shown(later)).toMatchObject({ status: "queued" });
  expect(asked() - before).toBe(1);
  // tried once a minute, with one message, and not told again
  await goesOn();
  expect([await pausedBy(), asked() - before, await alerts("channel.resumed")]).toEqual([code, 2, resumed]);
  expect(await alerts("channel.paused")).toBe(Number(paused) + 1);
  phones.sim.clearGraphFaults();
  for (let more = true; more;) more = await goesOn();
  expect(await pausedBy()).toBeNull();
  expect(await alerts("channel.resumed")).toBe(Number(resumed) + 1);
  expect([(await shown(id)).status, (await shown(later)).status]).toEqual(["delivered", "delivered"]);
}

async function comes(code: number, way: Way): Promise<void> {
  const rule = errorFor(code);
  sentences(rule);
  if (rule.stopsNumber) await stops(code, way);
  else if (rule.class === "retry_later") {
    await passes(code, way, rule);
    await isGivenUp(code, way, rule);
  } else await isOver(code, way, rule);
}

describe("each error of a message, refused at once (strict)", () => {
  it.each(rows("S"))("%i", (code) => comes(code, "answer"));
});

describe("each error of a message, accepted and failed later (faithful)", () => {
  it.each(rows("W"))("%i", (code) => comes(code, "status"));
});

describe("each error of a management call", () => {
  it.each(rows("M"))("%i is told as it is, with words for it", async (code) => {
    phones.sim.clearGraphFaults();
    const subcode = code >= 2_000_000;
    const fault = subcode ? { kind: 100, subcode: code } : { kind: code };
    phones.sim.addGraphFault({ ...fault, on: "management", count: 1 });
    const channels = channelCache(desk.world.deps.system, desk.world.deps.sealer);
    const number = await graphNumbers(channels, (url, init) => fetch(url, init), 5000)(desk.ours.channelId);
    const answer = await number?.listTemplates();
    if (answer?.kind !== "refused") throw new Error(`Meta did not refuse: ${JSON.stringify(answer)}`);
    const rule = errorFor(answer.error.code, answer.error.subcode);
    expect(rule).toEqual(errorFor(code));
    expect(rule.explanation).not.toBe("unknown_error");
    sentences(rule);
  });
});

describe("what was held too long", () => {
  it("is told to its author instead of going out stale", async () => {
    const { id } = await fails(190, "answer", null);
    await phones.moveTo(phones.sim.now() + MOST_HELD_MS + 1000);
    // the sender's sweep finds it, and the lane tells it
    await phones.settle();
    await phones.settle();
    expect(await shown(id)).toMatchObject({
      status: "failed",
      failure: { code: 190, detail: "held_too_long" },
    });
    phones.sim.clearGraphFaults();
    phones.sim.sendAsUser("lia", { type: "text", text: "e aí?" });
    await phones.settle();
    const { body } = await post("messages", { text: "voltamos", quotedMessageId: null });
    for (let more = true; more;) more = await goesOn();
    expect((await shown(String((body["message"] as Row)["id"]))).status).toBe("delivered");
    expect(await pausedBy()).toBeNull();
  });
});

describe("a window that Meta takes for closed while ours is open", () => {
  it.each<Way>(["answer", "status"])(
    "is corrected as Meta has it, told in its %s, and opened again by a word",
    async (way) => {
      const { id } = await fails(131047, way, 1);
      expect(await shown(id)).toMatchObject({
        status: "failed",
        text: "sobre 131047",
        failure: { explanation: "window_closed", nextStep: "send_template" },
      });
      const seen = async (): Promise<Row> =>
        (await desk.ask("GET", `/api/conversations/${conversation}`)).body;
      expect((await seen())["can"]).toMatchObject({ reply: false, reply_reason: "service_window_closed" });
      expect(Date.parse(String((await seen())["windowClosesAt"]))).toBeLessThanOrEqual(phones.sim.now());
      const again = await post("messages", { text: "de novo", quotedMessageId: null });
      expect(again.body.code).toBe("service_window_closed");
      const lines = await value(
        sql<Row>`SELECT count(*)::int FROM event WHERE type = 'conversation.window_corrected' AND conversation_id = ${conversation}`,
      );
      phones.sim.clearGraphFaults();
      await phones.moveTo(phones.sim.now() + 60_000);
      phones.sim.sendAsUser("lia", { type: "text", text: "voltei" });
      await phones.settle();
      expect((await seen())["can"]).toMatchObject({ reply: true });
      // what our own check refuses corrects nothing
      await phones.moveTo(phones.sim.now() + 25 * HOUR);
      await post("messages", { text: "tarde", quotedMessageId: null });
      await phones.settle();
      expect(
        await value(
          sql<Row>`SELECT count(*)::int FROM event WHERE type = 'conversation.window_corrected' AND conversation_id = ${conversation}`,
        ),
      ).toBe(lines);
    },
  );

  it("leaves a window alone that was opened after the message", async () => {
    phones.sim.clearGraphFaults();
    await phones.moveTo(phones.sim.now() + 60_000);
    phones.sim.sendAsUser("lia", { type: "text", text: "oi" });
    await phones.settle();
    const { body } = await post("messages", { text: "respondo", quotedMessageId: null });
    await phones.settle();
    await phones.moveTo(phones.sim.now() + 60_000);
    phones.sim.sendAsUser("lia", { type: "text", text: "e mais isto" });
    await phones.settle();
    const sent = await value(
      sql<Row>`UPDATE message SET status = 'accepted' WHERE id = ${String((body["message"] as Row)["id"])} RETURNING wamid`,
    );
    const timestamp = String(Math.floor(phones.sim.now() / 1000));
    const failed = { id: sent, status: "failed", timestamp, errors: [{ code: 131047, title: "closed" }] };
    await desk.hear(desk.ours, "messages", { statuses: [failed] });
    expect((await desk.ask("GET", `/api/conversations/${conversation}`)).body).toMatchObject({
      can: { reply: true },
    });
  });
});
