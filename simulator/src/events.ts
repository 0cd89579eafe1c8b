import type { ChatMessage } from "./model.ts";

/** What a phone on the screen is told while it happens. */
export type SimEvent =
  | { kind: "message"; userId: string; phoneNumberId: string; message: ChatMessage }
  | { kind: "typing"; userId: string; phoneNumberId: string; until: number }
  | { kind: "users" }
  | { kind: "numbers" }
  | { kind: "clock" }
  | { kind: "webhook"; id: number };

/** Hands events to whoever listens; costs nothing while nobody does. */
export class EventHub {
  readonly #listeners = new Set<(event: SimEvent) => void>();

  emit(event: SimEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Gives the function that ends the subscription. */
  subscribe(listener: (event: SimEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
