import type { UserMessage } from "./inbound-content.ts";
import type { BusinessNumber, ChatMessage, SimUser, Thread } from "./model.ts";
import type { World } from "./world.ts";

type Waiting = {
  number: BusinessNumber;
  user: SimUser;
  thread: Thread;
  message: ChatMessage;
  input: Pick<UserMessage, "type" | "forwarded" | "referral" | "groupId" | "errors" | "at">;
};
/** A message of a device that is away, as the snapshot keeps it. */
export type WaitingMessage = Pick<Waiting, "message" | "input"> & { phoneNumberId: string; userId: string };

/** What people wrote while their devices were away, in the order of writing. */
export class WaitingMessages {
  readonly #world: World;
  #all: Waiting[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  add(one: Waiting): void {
    this.#all.push(one);
  }

  has(message: ChatMessage): boolean {
    return this.#all.some((one) => one.message === message);
  }

  /** What this person wrote, which waits no more. */
  takeOf({ id }: SimUser): Waiting[] {
    const mine = this.#all.filter(({ user }) => user.id === id);
    this.#all = this.#all.filter(({ user }) => user.id !== id);
    return mine;
  }

  /** For the snapshot: of each message what its sending needs. */
  kept(): WaitingMessage[] {
    return this.#all.map(({ number, user, message, input }) => {
      const { type, forwarded, referral, groupId, errors, at } = input;
      return {
        phoneNumberId: number.phoneNumberId,
        userId: user.id,
        message,
        input: { type, forwarded, referral, groupId, errors, at },
      };
    });
  }

  /** What waited by a snapshot. What stands in a chat is the chat's own message; what was written in a group stands nowhere else. */
  takeUp(kept: readonly WaitingMessage[]): void {
    for (const { phoneNumberId, userId, message: own, input } of kept) {
      const number = this.#world.numbers.get(phoneNumberId);
      const user = this.#world.users.get(userId);
      if (!number || !user) continue;
      const thread = this.#world.thread(phoneNumberId, userId);
      const message = thread.messages.find(({ id }) => id === own.id) ?? own;
      this.add({ number, user, thread, message, input });
    }
  }

  clear(): void {
    this.#all = [];
  }
}
