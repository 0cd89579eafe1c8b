import type { JsonObject } from "./model.ts";
import { Ring } from "./ring.ts";

/** A send call that was accepted. */
export type LedgerSend = {
  wamid: string;
  phoneNumberId: string;
  to: string;
  userId: string | null;
  type: string;
  opaque: string | null;
  at: number;
  /** True when the caller never got a usable answer (a Graph fault). */
  answerLost: boolean;
  body: JsonObject;
};

export type DeliveryAttempt = {
  at: number;
  outcome: "ok" | "http" | "network" | "dropped";
  status: number | null;
  detail: string | null;
};

/** One webhook POST with everything that became of it. */
export type LedgerDelivery = {
  id: number;
  phoneNumberId: string;
  url: string;
  createdAt: number;
  state: "pending" | "delivered" | "given-up";
  attempts: DeliveryAttempt[];
  items: number;
  /** exact bytes posted */
  body: Uint8Array;
};

/** A delivery that had not been answered when the snapshot was taken. */
export type PendingDelivery = {
  phoneNumberId: string;
  url: string;
  createdAt: number;
  attempts: number;
  items: number;
  body: string;
};

/** What happened, for tests and for the reader of the phone's drawer. Bounded. */
export class Ledger {
  readonly sends: Ring<LedgerSend>;
  readonly deliveries: Ring<LedgerDelivery>;
  rejected = 0;

  constructor(limit: number) {
    this.sends = new Ring(limit);
    this.deliveries = new Ring(limit);
  }

  clear(): void {
    this.sends.clear();
    this.deliveries.clear();
    this.rejected = 0;
  }
}
