import { randomInt } from "node:crypto";
import { digitsOf, phoneForms } from "./brazil.ts";
import { Charges } from "./charges.ts";
import { VirtualClock } from "./clock.ts";
import { EventHub } from "./events.ts";
import { GraphFaults } from "./graph-faults.ts";
import { HourlyCalls } from "./hourly.ts";
import { makeBsuid } from "./ids.ts";
import { DEFAULT_KNOBS, withKnobs } from "./knobs.ts";
import type { Knobs } from "./knobs.ts";
import { Ledger } from "./ledger.ts";
import { newAccount, newNumber } from "./new-number.ts";
import type {
  Account,
  BusinessNumber,
  ChatMessage,
  Group,
  MediaItem,
  SimUser,
  Template,
  Thread,
} from "./model.ts";
import type { NumberInput, SimulatorOptions } from "./options.ts";
import { SeededRandom } from "./random.ts";
import { Scheduler } from "./scheduler.ts";
import { starterTemplates } from "./templates.ts";
import { Uploads } from "./uploads.ts";

export const PAIR_CAPACITY = 45;
const CODE_LIFE_MS = 30_000;

/** Everything the simulator knows, with the indexes to find it. No network and no rules in here. */
export class World {
  readonly clock: VirtualClock;
  readonly scheduler: Scheduler;
  /** Ids follow the seed on a manual clock only: a second run must not repeat the ids a desk has already stored. */
  readonly idRandom: SeededRandom;
  /** Separate sources, so that turning one fault on does not change ids or delays. */
  readonly delayRandom: SeededRandom;
  readonly faultRandom: SeededRandom;
  readonly traceRandom: SeededRandom;
  readonly faults = new GraphFaults();
  readonly ledger: Ledger;
  readonly charges: Charges;
  readonly events = new EventHub();
  readonly onError: (error: unknown) => void;
  knobs: Knobs;
  /** as given at the start; what `reset` goes back to */
  readonly #firstKnobs: Readonly<Knobs>;
  /** Called after any change worth keeping; replaced by the snapshot when there is one. */
  changed: () => void = () => {};
  /** Where the HTTP server answers; set at start. */
  baseUrl = "";

  readonly numbers = new Map<string, BusinessNumber>();
  readonly accounts = new Map<string, Account>();
  readonly users = new Map<string, SimUser>();
  readonly threads = new Map<string, Thread>();
  readonly groups = new Map<string, Group>();
  readonly media = new Map<string, MediaItem>();
  readonly templates = new Map<string, Template[]>();
  /** Until when a deleted template's name cannot be used again, by account, name and language. */
  readonly templateLocks = new Map<string, number>();
  readonly uploads = new Uploads();
  /** Throughput buckets: tokens and when they were counted, per number. */
  readonly throughput = new Map<string, { tokens: number; at: number }>();
  /** Codes of Embedded Signup: whose token they become, and until when they live. */
  readonly #codes = new Map<string, { phoneNumberId: string; until: number }>();
  /** Calls on an account in the last hour (80008). */
  readonly managementCalls = new HourlyCalls();
  readonly #phones = new Map<string, string>();
  readonly #bsuids = new Map<string, string>();
  readonly #bsuidOf = new Map<string, string>();
  readonly #messages = new Map<string, { thread: Thread; message: ChatMessage }>();

  constructor(options: SimulatorOptions) {
    const seed = options.seed ?? 1;
    this.onError = options.onError ?? ((error) => process.stderr.write(`simulator: ${String(error)}\n`));
    this.clock = new VirtualClock({
      mode: options.clock ?? "system",
      startAt: options.startAt,
      file: options.clockFile,
    });
    this.scheduler = new Scheduler(this.clock, this.onError);
    this.idRandom = new SeededRandom(this.clock.manual ? seed : randomInt(0x7fffffff));
    this.delayRandom = new SeededRandom(seed ^ 0x5bd1e995);
    this.faultRandom = new SeededRandom(seed ^ 0x2545f491);
    this.traceRandom = new SeededRandom(seed ^ 0x3c6ef372);
    this.ledger = new Ledger(options.ledgerLimit ?? 5_000);
    this.charges = new Charges(options.ledgerLimit ?? 5_000);
    this.#firstKnobs = withKnobs(DEFAULT_KNOBS, options.knobs ?? {});
    this.knobs = { ...this.#firstKnobs };
  }

  /** Adds a business number or lays the given settings over the one that is there. */
  putNumber(input: NumberInput): BusinessNumber {
    const number = this.numbers.get(input.phoneNumberId) ?? newNumber(input.phoneNumberId);
    // in place: deliveries and statuses under way hold this object
    if (input.onBizApp === true && !number.onBizApp)
      Object.assign(number, { onboardedAt: this.clock.now(), syncsAsked: [] });
    Object.assign(number, definedOnly(input));
    number.displayPhone = digitsOf(number.displayPhone);
    this.numbers.set(number.phoneNumberId, number);
    if (!this.templates.has(number.wabaId))
      this.templates.set(number.wabaId, starterTemplates(this.idRandom));
    if (!this.accounts.has(number.wabaId))
      this.accounts.set(number.wabaId, newAccount(number.wabaId, number.verifiedName));
    this.events.emit({ kind: "numbers" });
    this.changed();
    return number;
  }

  /** Adds a person, or takes over the new values, and indexes every form of the phone. Gives the one object kept. */
  putUser(input: SimUser): SimUser {
    const old = this.users.get(input.id);
    if (old) this.#unindexPhones(old);
    // in place: statuses under way hold this object
    const user = old ? Object.assign(old, input) : input;
    this.users.set(user.id, user);
    for (const form of formsOf(user)) if (!this.#phones.has(form)) this.#phones.set(form, user.id);
    this.events.emit({ kind: "users" });
    this.changed();
    return user;
  }

  removeUser(id: string): boolean {
    const user = this.users.get(id);
    if (!user) return false;
    this.#unindexPhones(user);
    this.users.delete(id);
    for (const group of this.groups.values())
      group.participants = group.participants.filter((participant) => participant !== id);
    for (const [key, thread] of this.threads) {
      if (thread.userId !== id) continue;
      for (const message of thread.messages) this.#messages.delete(message.id);
      this.threads.delete(key);
    }
    for (const [bsuid, userId] of this.#bsuids) if (userId === id) this.#bsuids.delete(bsuid);
    this.events.emit({ kind: "users" });
    this.changed();
    return true;
  }

  /** The person behind a phone in any of its forms (digits only). */
  userByPhone(digits: string): SimUser | undefined {
    const id = this.#phones.get(digits);
    return id === undefined ? undefined : this.users.get(id);
  }

  bsuidOf(user: SimUser, portfolioId: string): string {
    const key = `${portfolioId}|${user.id}|${user.bsuidRotation}|${user.waId}`;
    let bsuid = this.#bsuidOf.get(key);
    if (bsuid === undefined) {
      bsuid = makeBsuid(user.id, user.waId, portfolioId, user.bsuidRotation);
      this.#bsuidOf.set(key, bsuid);
      this.#bsuids.set(bsuid, user.id);
    }
    return bsuid;
  }

  /** The person behind a BSUID of this portfolio; an id from before a change of number finds nobody. */
  userByBsuid(bsuid: string, portfolioId: string): SimUser | undefined {
    const known = this.#bsuids.get(bsuid);
    const candidates = known === undefined ? this.users.values() : [this.users.get(known)];
    for (const user of candidates) if (user && this.bsuidOf(user, portfolioId) === bsuid) return user;
    return undefined;
  }

  thread(phoneNumberId: string, userId: string): Thread {
    const key = `${phoneNumberId}|${userId}`;
    let thread = this.threads.get(key);
    if (!thread) {
      thread = newThread(phoneNumberId, userId, this.clock.now());
      this.threads.set(key, thread);
    }
    return thread;
  }

  /** Puts a message at the end of a chat; the oldest beyond the limit is forgotten. */
  addMessage(thread: Thread, message: ChatMessage): void {
    thread.messages.push(message);
    this.#messages.set(message.id, { thread, message });
    while (thread.messages.length > this.knobs.keepMessages) {
      const oldest = thread.messages.shift();
      if (oldest) this.#messages.delete(oldest.id);
    }
    this.announce(thread, message);
  }

  findMessage(wamid: string): { thread: Thread; message: ChatMessage } | undefined {
    return this.#messages.get(wamid);
  }

  /** Tells phones and the snapshot that a message is new or changed. */
  announce(thread: Thread, message: ChatMessage): void {
    this.events.emit({
      kind: "message",
      userId: thread.userId,
      phoneNumberId: thread.phoneNumberId,
      message,
    });
    this.changed();
  }

  /** Puts back a thread read from a snapshot. */
  restoreThread(thread: Thread): void {
    this.threads.set(`${thread.phoneNumberId}|${thread.userId}`, thread);
    for (const message of thread.messages) this.#messages.set(message.id, { thread, message });
  }

  /** Forgets people, chats, media, faults and the ledger; numbers and the clock stay. */
  reset(): void {
    this.users.clear();
    this.threads.clear();
    this.groups.clear();
    this.media.clear();
    this.throughput.clear();
    this.templateLocks.clear();
    this.uploads.clear();
    this.managementCalls.clear();
    this.#phones.clear();
    this.#bsuids.clear();
    this.#bsuidOf.clear();
    this.#messages.clear();
    this.faults.clear();
    this.ledger.clear();
    this.charges.clear();
    this.scheduler.clear();
    this.knobs = { ...this.#firstKnobs };
    for (const wabaId of this.templates.keys()) this.templates.set(wabaId, starterTemplates(this.idRandom));
    for (const number of this.numbers.values())
      Object.assign(number, { serviceMonth: "", serviceCount: 0, blockedUsers: [], profilePicture: null });
    this.events.emit({ kind: "users" });
    this.changed();
  }

  /** A code as Embedded Signup gives it (12.3): lives 30 s and works once. */
  giveCode(phoneNumberId: string): string {
    const code = `AQ${this.idRandom.hex(40)}`;
    this.#codes.set(code, { phoneNumberId, until: this.clock.now() + CODE_LIFE_MS });
    return code;
  }

  /** The number behind a code that still lives; it does not work again. */
  takeCode(code: string): string | null {
    const found = this.#codes.get(code);
    this.#codes.delete(code);
    return found && this.clock.now() < found.until ? found.phoneNumberId : null;
  }

  #unindexPhones(user: SimUser): void {
    for (const form of formsOf(user)) if (this.#phones.get(form) === user.id) this.#phones.delete(form);
  }
}

function formsOf(user: SimUser): string[] {
  return [...phoneForms(user.waId), ...user.aliases.flatMap((alias) => phoneForms(digitsOf(alias)))];
}

function newThread(phoneNumberId: string, userId: string, now: number): Thread {
  return {
    phoneNumberId,
    userId,
    messages: [],
    lastUserMessageAt: null,
    lastPhoneExchangeAt: null,
    referralAt: null,
    firstAnswerAt: null,
    pairTokens: PAIR_CAPACITY,
    pairTokensAt: now,
    typingUntil: 0,
    openBy: new Set(),
  };
}

function definedOnly(input: NumberInput): Partial<BusinessNumber> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}
