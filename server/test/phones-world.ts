import { createSimulator, type ChatMessage, type Simulator } from "@balcao/simulator";
import { sql } from "kysely";
import type { AddressInfo } from "node:net";
import { channelCache, laneLoop, pointChannel, senderLoop } from "../src/modules/channels/index.ts";
import { factHandler, nextTimerAt, sendCheck, timerLoop } from "../src/modules/conversations/index.ts";
import { ticketDesk } from "../src/modules/tickets/index.ts";
import type { BotDesk } from "./bot-world.ts";
import { channel, START } from "./desk-world.ts";

/** As many as the tests' customers ever cause within one moment of a clock that stands still. */
const MESSAGES_PER_SECOND = 5000;
const PHONE_NUMBER_ID = "400500600700800";

/** Customers with phones at the simulator, our number there, and one clock for both sides. */
export type Phones = {
  sim: Simulator;
  /** moves the clock of both sides, and stops at every timer on the way, as time does */
  moveTo(moment: number): Promise<void>;
  /** webhooks, lanes and sends, until nothing is left to do at this moment */
  settle(): Promise<void>;
  /** taps the button or row with this title of the last menu on the phone; writes it where there is none */
  tap(userId: string, title: string): void;
  close(): Promise<void>;
};

/** Puts the desk's number at the simulator: its Graph takes our sends, its signed webhooks reach our route over the wire. */
export async function openPhones({ app, world, ours }: BotDesk): Promise<Phones> {
  const { deps, clock } = world;
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const number = channel(PHONE_NUMBER_ID);
  const webhookUrl = `http://127.0.0.1:${port}/webhooks/whatsapp/${ours.channelId}`;
  const sim = createSimulator({
    port: 0,
    clock: "manual",
    startAt: START,
    numbers: [{ ...number, webhookUrl }],
    // a delivery without delay stays in the moment of its message; several items in one POST, as Meta sends under load
    knobs: { throughput: 0, sentDelayMs: [0, 0], deliveredDelayMs: [0, 0], batch: 50 },
    ledgerLimit: 20_000,
  });
  await sim.start();
  await pointChannel(deps.system, { phoneNumberId: PHONE_NUMBER_ID, graphBaseUrl: sim.url, appId: "" });
  await sql`UPDATE channel SET messages_per_second = ${MESSAGES_PER_SECOND} WHERE id = ${ours.channelId}`.execute(
    deps.system,
  );
  const channels = channelCache(deps.system, deps.sealer);
  const lanes = laneLoop(deps, { db: deps.system, handle: factHandler(deps, ticketDesk(deps)) });
  const sender = senderLoop(deps, { channels, check: sendCheck, fetch: (url, init) => fetch(url, init) });
  const timers = timerLoop(deps);
  const setClock = (moment: number): void => {
    sim.advance(moment - sim.now());
    clock.set(sim.now());
  };
  const settle = async (): Promise<void> => {
    for (let done = 1; done > 0;) {
      await sim.drain();
      done = (await lanes.drain()) + (await sender.drain());
    }
  };
  return {
    sim,
    settle,
    async moveTo(moment) {
      for (;;) {
        const due = await nextTimerAt(deps.system);
        if (due === null || due > moment) break;
        setClock(Math.max(due, sim.now()));
        await timers.drain();
        await settle();
      }
      setClock(moment);
    },
    tap(userId, title) {
      const menu = sim
        .messages(userId)
        .findLast(({ type, direction }) => direction === "out" && type === "interactive");
      if (menu && optionsOf(menu).includes(title)) sim.tap(userId, menu.id, title);
      else sim.sendAsUser(userId, { type: "text", text: title });
    },
    close: () => sim.stop(),
  };
}

type Action = {
  button?: string;
  buttons?: { reply: { title: string } }[];
  sections?: { rows: { title: string }[] }[];
};
const actionOf = ({ content }: ChatMessage): Action => (content["action"] ?? {}) as Action;

const optionsOf = (message: ChatMessage): string[] => {
  const { buttons, sections } = actionOf(message);
  return (
    buttons?.map(({ reply }) => reply.title) ??
    sections?.flatMap(({ rows }) => rows.map(({ title }) => title)) ??
    []
  );
};

/** A message as its reader sees it on the phone: how it is presented, its text, and every button or row in its place. */
export function readOnPhone(message: ChatMessage): string {
  const { type, content, direction } = message;
  const part = (key: string): string =>
    String((content[key] as Record<string, unknown> | undefined)?.["text"] ?? "");
  if (direction === "in") {
    const reply = (content["button_reply"] ?? content["list_reply"]) as { title: string } | undefined;
    return `> ${type === "text" ? String(content["body"]) : (reply?.title ?? type)}`;
  }
  if (type !== "interactive") return `${type}: ${String(content["body"])}`;
  const options = optionsOf(message).map((title) => `[${title}]`);
  const { button } = actionOf(message);
  return [`${String(content["type"])}: ${part("body")}`, ...(button ? [`(${button})`] : []), ...options].join(
    " ",
  );
}
