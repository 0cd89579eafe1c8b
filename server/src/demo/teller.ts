import { contactsByPhone, labelContact, nameContact } from "../modules/contacts/index.ts";
import {
  addNote,
  assignTo,
  changeStatus,
  contactDoor,
  findMessages,
  forwardTo,
  giveToBot,
  label,
  nextTimerAt,
  prioritise,
  read,
  scheduleMessage,
  sendText,
  snoozeUntil,
} from "../modules/conversations/index.ts";
import type { Actor } from "../platform/actor.ts";
import type { Deps } from "../platform/deps.ts";
import { uuidv7 } from "../platform/ids.ts";
import { inAccount } from "../platform/database.ts";
import type { Loop } from "../platform/module.ts";
import { createLabel } from "../modules/labels/index.ts";
import { actorOf, agentOf } from "./actors.ts";
import type { Company } from "./company.ts";
import {
  LABELS,
  type Act,
  type AgentName,
  type LabelName,
  type OpensTicket,
  type Person,
  type Scene,
} from "./script.ts";
import type { SimulatorPhone } from "./simulator-phone.ts";
import { openTicket } from "./tickets.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** acts of different people so close together are done before the pipeline is let run: a third of the time to tell it all */
const TOGETHER_MS = 10 * MINUTE_MS;
/** so much is left for the last message to be delivered in */
const LAST_ACT_MS = -2 * MINUTE_MS;

export type Stage = {
  deps: Deps;
  /** makes the company, once the clock shows the story's first moment */
  found(): Promise<Company>;
  phone: SimulatorPhone;
  /** lanes, sender, timers and media: not started, they work when told to */
  loops: readonly Loop[];
  /** makes deps.clock show the simulated time, whose distance from the machine's is `offset` milliseconds */
  follow(offset: number): void;
  /** told now and then how far the story is, from 0 to 1 */
  progress(part: number): void;
};

type Cue = { at: number; person: Person; act: Act };

/** All acts in the order of time; times are milliseconds before now (negative). Throws when one would lie in the future. */
export function cuesOf(scenes: readonly Scene[]): Cue[] {
  const cues = scenes.flatMap(({ person, ago, steps }) =>
    steps.map(([minute, act]) => ({ at: (minute - ago) * MINUTE_MS, person, act })),
  );
  const late = cues.find((cue) => cue.at > LAST_ACT_MS);
  if (late) throw new Error(`${late.person.name}'s scene ends later than two minutes before now`);
  return cues.sort((a, b) => a.at - b.at);
}

/**
 * Plays the scenes through the product itself, from the first act's time up to now: customers write on the simulator's phones,
 * agents give commands, and between acts the webhook, the lanes, the sender and the timers do their work, under a clock that
 * only moves forward. When it is told, the clock shows the machine's time again.
 */
export async function tell(stage: Stage, scenes: readonly Scene[]): Promise<Company> {
  const cues = cuesOf(scenes);
  const teller = new Teller(stage);
  const people = [...new Set(scenes.map((entry) => entry.person))];
  const company = await teller.begin((cues[0]?.at ?? 0) - MINUTE_MS, people);
  for (let next = 0; next < cues.length;) {
    const first = cues[next] as Cue;
    const busy = new Set<Person>();
    await teller.moveTo(first.at);
    for (let cue = cues[next]; cue && cue.at <= first.at + TOGETHER_MS && !busy.has(cue.person);) {
      busy.add(cue.person);
      await teller.perform(cue.person, cue.act);
      cue = cues[++next];
    }
    await teller.settle();
    stage.progress(next / cues.length);
  }
  await teller.moveTo(0);
  await teller.settle();
  return company;
}

class Teller {
  readonly #stage: Stage;
  #company: Company | null = null;
  #offset = 0;
  /** the last message each customer wrote, which tells their conversation */
  readonly #lastWritten = new Map<string, string>();
  readonly #labels = new Map<LabelName, string>();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  async begin(offset: number, people: readonly Person[]): Promise<Company> {
    this.#follow(await this.#stage.phone.begin(offset));
    for (const person of people) await this.#stage.phone.meet(person);
    this.#company = await this.#stage.found();
    return this.#company;
  }

  get company(): Company {
    if (!this.#company) throw new Error("The story has not begun");
    return this.#company;
  }

  /** Moves the clock forward and stops at every timer on the way, as time does. */
  async moveTo(offset: number): Promise<void> {
    let rung: number | null = null;
    for (;;) {
      const timer = await nextTimerAt(this.#stage.deps.system);
      if (timer === null || timer === rung || timer - Date.now() >= offset) break;
      rung = timer;
      await this.#advanceTo(timer - Date.now() + 1);
      await this.settle();
    }
    await this.#advanceTo(offset);
  }

  /** Until nothing is left to do for anybody. */
  async settle(): Promise<void> {
    let done = 1;
    while (done > 0) {
      done = 0;
      this.#follow(await this.#stage.phone.drain());
      for (const loop of this.#stage.loops) done += await loop.drain();
    }
  }

  perform(person: Person, act: Act): Promise<void> {
    return "by" in act ? this.#command(person, act) : this.#onPhone(person, act);
  }

  async #onPhone(person: Person, act: Exclude<Act, { by: AgentName }>): Promise<void> {
    const { phone } = this.#stage;
    if (act.do === "phone") return phone.setDevice(person.id, act.device);
    if (act.do === "block") return phone.block(person.id);
    if (act.do === "lose_next_answer") return phone.loseNextAnswer(`+${person.waId}`);
    await phone.look(person.id);
    if (act.do === "send") return this.#write(person, act.message, act.quoting);
    if (act.do === "edit" || act.do === "delete") return this.#revise(person, act);
    if (act.do === "look") return;
    const last = await this.#lastOf(person, act.do === "tap" ? ["interactive"] : null);
    if (act.do === "react") return phone.react(person.id, last, act.emoji);
    this.#lastWritten.set(person.id, (await phone.tap(person.id, last, act.choice)).id);
  }

  async #write(person: Person, message: { type: string }, quoting: boolean): Promise<void> {
    const quote = quoting ? { quote: await this.#lastOf(person, null) } : {};
    const sent = await this.#stage.phone.send(person.id, { ...message, ...quote });
    this.#lastWritten.set(person.id, sent.id);
  }

  async #revise(person: Person, act: { do: "edit"; text: string } | { do: "delete" }): Promise<void> {
    const original_message_id = this.#lastWritten.get(person.id);
    await this.#stage.phone.send(
      person.id,
      act.do === "delete"
        ? { type: "revoke", revoke: { original_message_id } }
        : {
            type: "edit",
            edit: { original_message_id, message: { type: "text", text: { body: act.text } } },
          },
    );
  }

  async #lastOf(person: Person, types: readonly string[] | null): Promise<string> {
    const messages = await this.#stage.phone.chat(person.id);
    const last = messages.findLast(
      (message) => message.direction === "out" && (types === null || types.includes(message.type)),
    );
    if (!last) throw new Error(`The company has written nothing to ${person.name} yet`);
    return last.id;
  }

  async #command(person: Person, act: Extract<Act, { by: AgentName }>): Promise<void> {
    const { company } = this;
    const { deps } = this.#stage;
    const actor = actorOf(company, act.by);
    const id = await this.#conversationOf(person);
    const key = uuidv7();
    if (act.do === "reply") await sendText(deps, actor, id, { key, text: act.text, quotedMessageId: null });
    else if (act.do === "note")
      await addNote(deps, actor, id, { key, text: `@[${agentOf(company, act.to)}] ${act.text}` });
    else if (act.do === "status") await changeStatus(deps, actor, id, { key, status: act.status });
    else if (act.do === "read") await read(deps, actor, id, key);
    else if (act.do === "return_to_bot") await giveToBot(deps, actor, id, key);
    else if (act.do === "assign")
      await assignTo(deps, actor, id, { key, agentId: act.to === null ? null : agentOf(company, act.to) });
    else if (act.do === "name") await this.#name(person, actor);
    else if (act.do === "label") {
      const add = await Promise.all(act.labels.map((name) => this.#labelOf(name)));
      await label(deps, actor, id, { key, add, remove: [] });
    } else if (act.do === "label_contact") await this.#labelContact(person, actor, act.labels);
    else if (act.do === "ticket") await this.#openTicket(person, actor, act);
    else if (act.do === "prioritise") await prioritise(deps, actor, id, { key, priority: act.priority });
    else if (act.do === "snooze") {
      const until = new Date(deps.clock.now() + act.hours * HOUR_MS).toISOString();
      await snoozeUntil(deps, actor, id, { key, until });
    } else if (act.do === "schedule") {
      const at = new Date(deps.clock.now() + act.hours * HOUR_MS).toISOString();
      const content = { type: "text" as const, text: act.text };
      await scheduleMessage(deps, actor, id, { key, at, unlessReply: true, content, quotedMessageId: null });
    } else
      await forwardTo(deps, actor, id, {
        key,
        teamId: company.teams[act.team],
        agentId: null,
        reason: act.reason,
        notifyContact: false,
        runBot: false,
      });
  }

  async #contactOf({ name, waId }: Person): Promise<string> {
    const { accountId } = this.company;
    const [id] = await inAccount(this.#stage.deps.app, accountId, (tx) =>
      contactsByPhone(tx, accountId, [waId]),
    );
    if (id === undefined) throw new Error(`${name} has never written`);
    return id;
  }

  async #name(person: Person, actor: Actor): Promise<void> {
    await nameContact(this.#stage.deps, contactDoor, actor, await this.#contactOf(person), person.name);
  }

  async #labelContact(person: Person, actor: Actor, names: readonly LabelName[]): Promise<void> {
    const add = await Promise.all(names.map((name) => this.#labelOf(name)));
    await labelContact(this.#stage.deps, contactDoor, actor, await this.#contactOf(person), {
      add,
      remove: [],
    });
  }

  /** The company's label of this name, made by the administrator when it is first needed. */
  async #labelOf(name: LabelName): Promise<string> {
    const known = this.#labels.get(name);
    if (known !== undefined) return known;
    const helena = actorOf(this.company, "Helena");
    const { id } = await createLabel(this.#stage.deps, helena, { name, color: LABELS[name] });
    this.#labels.set(name, id);
    return id;
  }

  async #openTicket(person: Person, actor: Actor, act: OpensTicket): Promise<void> {
    const { company } = this;
    const administrator = actorOf(company, "Helena");
    const agentId = (name: AgentName): string => agentOf(company, name);
    const stage = { deps: this.#stage.deps, actor, administrator, agentOf: agentId };
    await openTicket(stage, await this.#lastMessageOf(person), act);
  }

  async #conversationOf(person: Person): Promise<string> {
    return (await this.#lastMessageOf(person)).conversationId;
  }

  /** What the customer wrote last. */
  async #lastMessageOf(person: Person): Promise<{ id: string; conversationId: string; teamId: string }> {
    const { company } = this;
    const { deps } = this.#stage;
    const wamid = this.#lastWritten.get(person.id) ?? "";
    const { accountId, channelId } = company;
    const found = await deps.system
      .transaction()
      .execute((tx) => findMessages(tx, [{ accountId, channelId, wamid }], []));
    if (!found[0]) throw new Error(`${person.name} has no conversation yet`);
    return found[0];
  }

  async #advanceTo(offset: number): Promise<void> {
    if (offset > this.#offset) this.#follow(await this.#stage.phone.advance(offset - this.#offset));
  }

  #follow({ offset }: { offset: number }): void {
    this.#offset = offset;
    this.#stage.follow(offset);
  }
}
