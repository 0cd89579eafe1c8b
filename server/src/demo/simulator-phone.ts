import type { Person, PhoneMessage } from "./script.ts";

/** What the simulator answers about a message; its id is Meta's. */
export type PhoneChatMessage = {
  id: string;
  direction: "in" | "out";
  type: string;
  content: Record<string, unknown>;
};
/** Milliseconds between the simulated time and the machine's. */
type Time = { offset: number };

const PATIENCE_MS = 20_000;

/**
 * The phones of the demo's customers, moved through the simulator's control interface (its README). Every call throws with the
 * simulator's own sentence when it refuses.
 */
export class SimulatorPhone {
  readonly #base: string;
  readonly #phoneNumberId: string;

  constructor(baseUrl: string, phoneNumberId: string) {
    this.#base = `${baseUrl}/__sim`;
    this.#phoneNumberId = phoneNumberId;
  }

  /** Waits until it answers: it is started at the same moment as the server. Throws after 20 s. */
  async ready(): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const answer = await fetch(this.#base).catch(() => null);
      if (answer?.ok) return;
      if (Date.now() > until) throw new Error(`The simulator does not answer at ${this.#base}.`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Forgets everybody and starts at this offset. */
  begin(offset: number): Promise<Time> {
    return this.#call("POST", "/reset", { offset });
  }

  advance(ms: number): Promise<Time> {
    return this.#call("POST", "/clock/advance", { ms });
  }

  /** Does what is due by now and waits until every webhook of it is answered. */
  drain(): Promise<Time> {
    return this.#call("POST", "/drain");
  }

  async meet(person: Person): Promise<void> {
    await this.#call("POST", "/users", person);
  }

  async change(personId: string, fields: Record<string, unknown>): Promise<void> {
    await this.#call("PATCH", `/users/${personId}`, fields);
  }

  async block(personId: string): Promise<void> {
    await this.change(personId, { blockedNumbers: [this.#phoneNumberId] });
  }

  async setDevice(personId: string, device: "online" | "offline"): Promise<void> {
    await this.#call("POST", `/users/${personId}/device`, { device });
  }

  /** Opens the chat, which reads what came, and puts the phone away again. */
  async look(personId: string): Promise<void> {
    for (const open of [true, false])
      await this.#call("POST", `/users/${personId}/chats/${this.#phoneNumberId}/open`, {
        open,
        client: "story",
      });
  }

  send(personId: string, message: PhoneMessage): Promise<PhoneChatMessage> {
    return this.#call("POST", `/users/${personId}/messages`, message);
  }

  tap(personId: string, messageId: string, choice: string): Promise<PhoneChatMessage> {
    return this.#call("POST", `/users/${personId}/tap`, { messageId, choice });
  }

  async react(personId: string, messageId: string, emoji: string): Promise<void> {
    await this.#call("POST", `/users/${personId}/reaction`, { messageId, emoji });
  }

  async chat(personId: string): Promise<PhoneChatMessage[]> {
    const chat = await this.#call<{ messages: PhoneChatMessage[] }>(
      "GET",
      `/users/${personId}/chats/${this.#phoneNumberId}`,
    );
    return chat.messages;
  }

  /** The next send to this phone is cut off before anybody answers. */
  async loseNextAnswer(to: string): Promise<void> {
    await this.#call("POST", "/graph-faults", { kind: "reset", count: 1, to });
  }

  async #call<T>(method: "GET" | "POST" | "PATCH", path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.#base}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`The simulator refused ${method} ${path}: ${text}`);
    return JSON.parse(text) as T;
  }
}
