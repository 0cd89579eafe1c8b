import { buildServer, type SimServer } from "./http/server.ts";
import { Inbound } from "./inbound.ts";
import { tapAnswer, type UserMessage } from "./inbound-content.ts";
import { parseGraphFault, type GraphFault } from "./graph-faults.ts";
import { withKnobs, type Knobs } from "./knobs.ts";
import type { Ledger } from "./ledger.ts";
import type { BusinessNumber, ChatMessage, Device, JsonObject, SimUser, Thread } from "./model.ts";
import { DEFAULT_NUMBER } from "./options.ts";
import type { NumberInput, SimulatorOptions } from "./options.ts";
import { putPerson } from "./people.ts";
import type { UserInput } from "./people.ts";
import { verifyCallback } from "./post.ts";
import { tellPreference } from "./preferences.ts";
import { Snapshot } from "./snapshot.ts";
import { StatusSchedule } from "./statuses.ts";
import { planTemplate } from "./template-life.ts";
import { WebhookSender } from "./webhook-sender.ts";
import { World } from "./world.ts";

/** Retries further away than this are not waited for by `drainStatuses`. */
const DRAIN_HORIZON_MS = 60_000;

/** A stand-in for Meta's Cloud API with people who hold phones. Made by `createSimulator`. */
export class Simulator {
  readonly world: World;
  readonly sender: WebhookSender;
  readonly statuses: StatusSchedule;
  readonly inbound: Inbound;
  readonly #options: SimulatorOptions;
  readonly #snapshot: Snapshot | null;
  #server: SimServer | null = null;

  constructor(options: SimulatorOptions) {
    this.#options = options;
    this.world = new World(options);
    this.sender = new WebhookSender(
      this.world,
      options.webhookTimeoutMs ?? 10_000,
      options.webhookConcurrency ?? 64,
    );
    this.statuses = new StatusSchedule(this.world, this.sender);
    this.inbound = new Inbound(this.world, this.sender);
    this.#snapshot = options.stateFile ? new Snapshot(this, options.stateFile) : null;
    this.#snapshot?.load();
    this.setKnobs(options.knobs ?? {});
    for (const number of options.numbers ?? [{ phoneNumberId: DEFAULT_NUMBER.phoneNumberId }])
      this.world.putNumber(number);
    if (this.#snapshot) this.world.changed = () => this.#snapshot?.request();
  }

  /** Listens on 127.0.0.1 and takes up what a snapshot left unfinished. Rejects when the port is taken. */
  async start(): Promise<void> {
    this.#server = buildServer(this);
    this.world.baseUrl = await this.#server.listen(this.#options.port ?? 4100);
    this.world.scheduler.start();
    this.inbound.restore();
    this.#resumeStatuses();
    for (const template of [...this.world.templates.values()].flat()) planTemplate(this, template);
  }

  /** Ends every connection, open hangs too, and writes the snapshot. */
  async stop(): Promise<void> {
    this.world.scheduler.stop();
    // calls that break off now must not ask for another write
    this.world.changed = () => {};
    await this.#server?.close();
    this.#server = null;
    this.sender.stop();
    this.#snapshot?.write();
  }

  /** e.g. http://127.0.0.1:4100 : the value of GRAPH_BASE_URL. */
  get url(): string {
    return this.world.baseUrl;
  }

  get ledger(): Ledger {
    return this.world.ledger;
  }

  numbers(): BusinessNumber[] {
    return [...this.world.numbers.values()];
  }

  /** Registers or changes a business number. Throws a RangeError without a phoneNumberId. */
  addNumber(input: NumberInput): BusinessNumber {
    if (typeof input.phoneNumberId !== "string" || !/^\d{5,20}$/.test(input.phoneNumberId)) {
      throw new RangeError(`"phoneNumberId" must be 5 to 20 digits.`);
    }
    return this.world.putNumber(input);
  }

  /** Runs the verification GET; null = the receiver answered as it must. */
  verifyWebhook(phoneNumberId: string): Promise<string | null> {
    const number = this.#number(phoneNumberId);
    if (!number.webhookUrl) return Promise.resolve("the number has no webhook");
    return verifyCallback(number.webhookUrl, number.verifyToken, this.world.idRandom.digits(10));
  }

  users(): SimUser[] {
    return [...this.world.users.values()];
  }

  /** Adds or changes a person. Throws a RangeError when a value does not fit. */
  addUser(input: UserInput): SimUser {
    const before = this.world.users.get(input.id ?? "")?.marketingOptOut ?? false;
    const user = putPerson(this.world, input);
    if (user.marketingOptOut !== before) tellPreference(this.world, this.sender, user);
    if (input.device !== undefined) this.setDevice(user.id, input.device);
    return user;
  }

  /** BSUID of a person as this number sees it. */
  bsuidOf(userId: string, phoneNumberId?: string): string {
    return this.world.bsuidOf(this.#user(userId), this.#number(phoneNumberId).portfolioId);
  }

  /** The person writes; without `phoneNumberId` to the first number. Throws a RangeError on unknown ids or bad content. */
  sendAsUser(userId: string, input: UserMessage & { phoneNumberId?: string }): ChatMessage {
    const { phoneNumberId, ...message } = input;
    return this.inbound.send(this.#number(phoneNumberId), this.#user(userId), message as UserMessage);
  }

  /** Taps a button or list row of a business message: by id, payload, title or position. */
  tap(userId: string, messageId: string, choice: string | number, phoneNumberId?: string): ChatMessage {
    const number = this.#number(phoneNumberId);
    const answer = tapAnswer(this.world.thread(number.phoneNumberId, userId), messageId, choice);
    return this.inbound.send(number, this.#user(userId), answer);
  }

  /** Puts a reaction on a message, or takes it away with null. */
  react(userId: string, messageId: string, emoji: string | null, phoneNumberId?: string): ChatMessage {
    return this.sendAsUser(userId, {
      type: "reaction",
      reaction: { message_id: messageId, emoji: emoji ?? "" },
      phoneNumberId,
    });
  }

  /** The chat comes on or goes off the screen of `client`; while it is on, messages are read as they arrive. */
  openChat(userId: string, phoneNumberId?: string, open = true, client = "api"): void {
    const number = this.#number(phoneNumberId);
    const user = this.#user(userId);
    const thread = this.world.thread(number.phoneNumberId, user.id);
    if (!open) {
      thread.openBy.delete(client);
      return;
    }
    thread.openBy.add(client);
    if (user.device === "offline") return;
    for (const message of thread.messages) {
      if (message.status === "delivered")
        this.statuses.readOne(number, user, thread, message, this.world.clock.now());
    }
  }

  /** A phone page went away: nothing is on its screen any more. */
  closeClient(client: string): void {
    for (const thread of this.world.threads.values()) thread.openBy.delete(client);
  }

  /** The person plays a voice note. */
  play(userId: string, messageId: string): void {
    const found = this.world.findMessage(messageId);
    const number = found && this.world.numbers.get(found.thread.phoneNumberId);
    if (!found || !number || found.thread.userId !== userId)
      throw new RangeError(`There is no message ${messageId}.`);
    this.statuses.played(number, this.#user(userId), found.thread, found.message);
  }

  /** Airplane mode and back: what waited is sent and delivered when the device returns. */
  setDevice(userId: string, device: Device): void {
    const user = this.#user(userId);
    user.device = device;
    this.world.events.emit({ kind: "users" });
    this.world.changed();
    if (device !== "online") return;
    this.inbound.flushOffline(user);
    for (const thread of this.world.threads.values()) {
      if (thread.userId === userId) this.#resumeThread(thread, user);
    }
  }

  /** The person moves to another number (new BSUID, system message). */
  changeNumber(userId: string, waId: string): void {
    if (!/^\d{8,15}$/.test(waId)) throw new RangeError(`"waId" must hold 8 to 15 digits.`);
    this.inbound.changeNumber(this.#user(userId), waId);
  }

  /** Messages of a chat, oldest first. */
  messages(userId: string, phoneNumberId?: string): ChatMessage[] {
    return [...this.world.thread(this.#number(phoneNumberId).phoneNumberId, this.#user(userId).id).messages];
  }

  /** Sends any value of any field, as given. */
  inject(phoneNumberId: string, field: string, value: JsonObject): void {
    const at = field === "messages" ? undefined : this.now();
    this.sender.enqueue({ number: this.#number(phoneNumberId), field, value, at, onDelivered: null });
  }

  knobs(): Knobs {
    return { ...this.world.knobs };
  }

  /** Changes knobs. Throws a RangeError that names a wrong one. */
  setKnobs(patch: Record<string, unknown>): Knobs {
    this.world.knobs = withKnobs(this.world.knobs, patch);
    this.world.changed();
    return this.knobs();
  }

  /** Makes Graph calls go wrong; see graph-faults.ts. */
  addGraphFault(fault: Partial<GraphFault> & { kind: GraphFault["kind"]; count?: number }): void {
    this.world.faults.add(parseGraphFault(fault));
  }

  clearGraphFaults(): void {
    this.world.faults.clear();
  }

  now(): number {
    return this.world.clock.now();
  }

  /** Moves the virtual clock forward and starts what became due. */
  advance(ms: number): void {
    this.world.clock.advance(ms);
    this.world.events.emit({ kind: "clock" });
    this.world.changed();
    this.world.scheduler.runDue();
  }

  /** Resolves when everything due now is done and every webhook under way has been answered or has failed. */
  async drain(): Promise<void> {
    for (;;) {
      this.sender.flushBatches();
      const ran = this.world.scheduler.runDue();
      await this.sender.idle();
      if (ran === 0 && !this.sender.busy) return;
    }
  }

  /** Moves the clock from status to status until none is planned, retries of the next minute included. */
  async drainStatuses(): Promise<void> {
    for (;;) {
      await this.drain();
      const next = this.world.scheduler.nextDueAt(["status", "webhook"]);
      if (next === null || next - this.now() > DRAIN_HORIZON_MS) return;
      this.advance(Math.max(1, Math.ceil(next - this.now())));
    }
  }

  /** Forgets all but the numbers. The clock stays, or begins at `offset` (ms), in the past too; a RangeError when that is wrong. */
  reset(offset?: number): void {
    if (offset !== undefined) this.world.clock.begin(offset);
    this.sender.clear();
    this.inbound.waiting.clear();
    this.world.reset();
    this.world.events.emit({ kind: "clock" });
  }

  #resumeStatuses(): void {
    for (const thread of this.world.threads.values()) {
      const user = this.world.users.get(thread.userId);
      const number = this.world.numbers.get(thread.phoneNumberId);
      if (!user || !number) continue;
      this.#resumeThread(thread, user);
      for (const message of thread.messages) {
        if (message.status === "accepted" && message.direction === "out")
          this.statuses.begin(number, user, thread, message);
      }
    }
  }

  #resumeThread(thread: Thread, user: SimUser): void {
    const number = this.world.numbers.get(thread.phoneNumberId);
    if (!number) return;
    for (const message of thread.messages) {
      if (message.direction !== "out") continue;
      if (message.status === "sent") this.statuses.planDelivery(number, user, thread, message, this.now());
    }
  }

  #number(phoneNumberId?: string): BusinessNumber {
    const number =
      phoneNumberId === undefined
        ? this.world.numbers.values().next().value
        : this.world.numbers.get(phoneNumberId);
    if (!number) throw new RangeError(`There is no business number ${phoneNumberId ?? ""}.`);
    return number;
  }

  #user(userId: string): SimUser {
    const user = this.world.users.get(userId);
    if (!user) throw new RangeError(`There is no user ${userId}.`);
    return user;
  }
}
