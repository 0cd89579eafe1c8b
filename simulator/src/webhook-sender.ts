import { encodeLikeMeta } from "@balcao/whatsapp";
import { makeWamid } from "./ids.ts";
import type { DeliveryAttempt, LedgerDelivery, PendingDelivery } from "./ledger.ts";
import type { BusinessNumber } from "./model.ts";
import { callbackOf, hears } from "./number-facts.ts";
import { Poster } from "./post.ts";
import { buildEnvelope, unknownItem, webhookHeaders } from "./webhook-body.ts";
import type { WebhookItem } from "./webhook-body.ts";
import type { World } from "./world.ts";

const RETRY_FOR_MS = 7 * 24 * 3_600_000;
const LONGEST_RETRY_MS = 3_600_000;

/** `items`: what is told when it arrives; a second copy tells nobody. */
type Delivery = { record: LedgerDelivery; number: BusinessNumber; items: WebhookItem[] };

/** Turns items into signed POSTs, as section 18.7 says: bytes made once, parallel, retried with the same bytes. */
export class WebhookSender {
  readonly #world: World;
  readonly #poster: Poster;
  readonly #timeoutMs: number;
  readonly #concurrency: number;
  readonly #waiting: (() => void)[] = [];
  readonly #pending = new Set<Delivery>();
  readonly #batches = new Map<string, WebhookItem[]>();
  #inFlight = 0;
  #nextId = 1;
  #idleWaiters: (() => void)[] = [];
  #stopped = false;

  constructor(world: World, timeoutMs: number, concurrency: number) {
    this.#world = world;
    this.#timeoutMs = timeoutMs;
    this.#concurrency = concurrency;
    this.#poster = new Poster(concurrency);
  }

  /** Sends an item by the knobs in force; nothing happens for a number without a subscribed receiver. */
  enqueue(item: WebhookItem): void {
    const url = this.#urlFor(item);
    if (url === null) return;
    const prepared = this.#spoil(item);
    if (this.#world.knobs.batch <= 1) {
      this.#dispatch(url, prepared);
      return;
    }
    const key = `${url}|${item.number.appSecret}`;
    const batch = this.#batches.get(key) ?? [];
    this.#batches.set(key, batch);
    batch.push(...prepared);
    if (batch.length >= this.#world.knobs.batch) this.#flush(key);
    else if (batch.length === prepared.length) {
      this.#world.scheduler.schedule(this.#world.clock.now() + this.#world.knobs.batchWaitMs, "webhook", () =>
        this.#flush(key),
      );
    }
  }

  /** Sends an item alone and at once, and waits for the first attempt to end. */
  async sendNow(item: WebhookItem): Promise<void> {
    const url = this.#urlFor(item);
    if (url === null) return;
    const delivery = this.#makeDelivery(url, this.#spoil(item));
    await new Promise<void>((resolve) => this.#attempt(delivery, resolve));
  }

  /** Sends everything that waits for its batch to fill. */
  flushBatches(): void {
    for (const key of this.#batches.keys()) this.#flush(key);
  }

  /** Resolves when no POST is in flight or waiting for a free connection. */
  async idle(): Promise<void> {
    if (this.#inFlight === 0) return;
    await new Promise<void>((resolve) => this.#idleWaiters.push(resolve));
  }

  get busy(): boolean {
    return this.#inFlight > 0;
  }

  /** Unanswered deliveries, for the snapshot. */
  pending(): PendingDelivery[] {
    return [...this.#pending].map(({ record }) => ({
      phoneNumberId: record.phoneNumberId,
      url: record.url,
      createdAt: record.createdAt,
      attempts: record.attempts.length,
      items: record.items,
      body: Buffer.from(record.body).toString("base64"),
    }));
  }

  /** Takes up the deliveries of a snapshot. */
  restore(pending: readonly PendingDelivery[]): void {
    for (const one of pending) {
      const number = this.#world.numbers.get(one.phoneNumberId);
      if (!number) continue;
      const url = callbackOf(number) ?? one.url;
      const record = this.#record(number, url, Buffer.from(one.body, "base64"), one.items);
      const delivery: Delivery = { record, number, items: [] };
      this.#pending.add(delivery);
      this.#world.scheduler.schedule(this.#world.clock.now(), "webhook", () => this.#attempt(delivery, null));
    }
  }

  /** Drops everything that waits. */
  clear(): void {
    this.#pending.clear();
    this.#batches.clear();
  }

  stop(): void {
    this.#stopped = true;
    this.#poster.close();
  }

  /** null when nobody listens, to this field. */
  #urlFor({ number, field }: WebhookItem): string | null {
    return this.#stopped || !hears(number, field) ? null : callbackOf(number);
  }

  #spoil(item: WebhookItem): WebhookItem[] {
    const { knobs, faultRandom, clock, idRandom } = this.#world;
    const items = [item];
    if (item.value.contacts !== undefined && faultRandom.chance(knobs.missingContacts)) {
      const { contacts: _left, ...rest } = item.value;
      items[0] = { ...item, value: rest };
    }
    if (faultRandom.chance(knobs.unknownInjection)) {
      items.push(
        unknownItem(item.number, makeWamid(idRandom, "5511900009999", "in"), clock.now(), faultRandom),
      );
    }
    return items;
  }

  #flush(key: string): void {
    const items = this.#batches.get(key);
    this.#batches.delete(key);
    const first = items?.[0];
    if (!items || !first) return;
    const url = callbackOf(first.number);
    if (url !== null) this.#dispatch(url, items);
  }

  #dispatch(url: string, items: WebhookItem[]): void {
    const { knobs, faultRandom } = this.#world;
    const delivery = this.#makeDelivery(url, items);
    const copies = faultRandom.chance(knobs.duplicate) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const one = copy === 0 ? delivery : this.#copy(delivery);
      const delay = knobs.delayMs + (knobs.reorderMs > 0 ? faultRandom.next() * knobs.reorderMs : 0);
      if (delay <= 0) this.#attempt(one, null);
      else
        this.#world.scheduler.schedule(this.#world.clock.now() + delay, "webhook", () =>
          this.#attempt(one, null),
        );
    }
  }

  #makeDelivery(url: string, items: WebhookItem[]): Delivery {
    const number = (items[0] as WebhookItem).number;
    const body = encodeLikeMeta(buildEnvelope(items, this.#world.faultRandom));
    const delivery: Delivery = { record: this.#record(number, url, body, items.length), number, items };
    this.#pending.add(delivery);
    return delivery;
  }

  #copy(delivery: Delivery): Delivery {
    const { record, number } = delivery;
    const again = this.#record(number, record.url, record.body, record.items);
    const copy: Delivery = { record: again, number, items: [] };
    this.#pending.add(copy);
    return copy;
  }

  #record(number: BusinessNumber, url: string, body: Uint8Array, items: number): LedgerDelivery {
    const record: LedgerDelivery = {
      id: this.#nextId++,
      phoneNumberId: number.phoneNumberId,
      url,
      createdAt: this.#world.clock.now(),
      state: "pending",
      attempts: [],
      items,
      body,
    };
    this.#world.ledger.deliveries.add(record);
    return record;
  }

  #attempt(delivery: Delivery, ended: (() => void) | null): void {
    if (!this.#pending.has(delivery) || this.#stopped) {
      ended?.();
      return;
    }
    const { knobs, faultRandom } = this.#world;
    delivery.record.url = callbackOf(delivery.number) ?? delivery.record.url;
    if (delivery.record.attempts.length === 0 && faultRandom.chance(knobs.drop)) {
      this.#settle(delivery, {
        at: this.#world.clock.now(),
        outcome: "dropped",
        status: null,
        detail: "lost on the way by a knob",
      });
      ended?.();
      return;
    }
    this.#inFlight++;
    const go = (): void => {
      void this.#post(delivery).then((attempt) => {
        this.#settle(delivery, attempt);
        this.#release();
        ended?.();
      });
    };
    if (this.#inFlight > this.#concurrency) this.#waiting.push(go);
    else go();
  }

  async #post(delivery: Delivery): Promise<DeliveryAttempt> {
    const { knobs, faultRandom, clock } = this.#world;
    const wrong = faultRandom.chance(knobs.badSignature);
    const secret = wrong ? `${delivery.number.appSecret}-wrong` : delivery.number.appSecret;
    const at = clock.now();
    const { url, body } = delivery.record;
    try {
      const { status } = await this.#poster.post(url, webhookHeaders(body, secret), body, this.#timeoutMs);
      return {
        at,
        outcome: status === 200 ? "ok" : "http",
        status,
        detail: wrong ? "wrong signature by a knob" : null,
      };
    } catch (error) {
      return {
        at,
        outcome: "network",
        status: null,
        detail: error instanceof Error ? error.message : String(error),
      };
    }
  }

  #settle(delivery: Delivery, attempt: DeliveryAttempt): void {
    if (!this.#pending.has(delivery)) return;
    const { record } = delivery;
    record.attempts.push(attempt);
    if (attempt.outcome === "ok") {
      record.state = "delivered";
      this.#pending.delete(delivery);
      for (const item of delivery.items) item.onDelivered?.();
    } else {
      this.#retryLater(delivery);
    }
    this.#world.events.emit({ kind: "webhook", id: record.id });
  }

  #retryLater(delivery: Delivery): void {
    const { record } = delivery;
    const now = this.#world.clock.now();
    const last = now - record.createdAt > RETRY_FOR_MS;
    for (const item of delivery.items) item.onMissed?.(last);
    if (last) {
      record.state = "given-up";
      this.#pending.delete(delivery);
      return;
    }
    const wait = Math.min(1000 * 2 ** (record.attempts.length - 1), LONGEST_RETRY_MS);
    this.#world.scheduler.schedule(now + wait, "webhook", () => this.#attempt(delivery, null));
    this.#world.changed();
  }

  #release(): void {
    this.#inFlight--;
    this.#waiting.shift()?.();
    if (this.#inFlight > 0) return;
    const waiters = this.#idleWaiters;
    this.#idleWaiters = [];
    for (const resolve of waiters) resolve();
  }
}
