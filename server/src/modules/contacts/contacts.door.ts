import type { ChoiceKind } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import type { Condition, Tx } from "../../platform/database.ts";

/**
 * Declared here, filled by the conversations: a contact is seen by who sees one of its conversations, and changes show there. One that has
 * no conversation (imported, or saved from a card) is no team's, and everybody's of the account.
 */
export type ContactDoor = {
  sees(tx: Tx, actor: Actor, contactId: string): Promise<boolean>;
  /** the same as a condition on `contact c`, for lists */
  visible(actor: Actor): Condition;
  /** ids of contacts among which are all that this agent sees, when they are few; else null */
  few(tx: Tx, actor: Actor): Promise<readonly string[] | null>;
  /** `nobodys`: it has no conversation; `others`: it has, and none that this agent may see. */
  sight(tx: Tx, actor: Actor, contactId: string): Promise<"seen" | "others" | "nobodys">;
  /** Tells whoever may see the contact, in the transaction of the change. */
  tell(tx: Tx, actor: Actor, contactId: string, now: number): Promise<void>;
  /** Tells the conversations of a contact that an agent noted a choice for them: a line in each that has not ended. The contact is locked. */
  tellChoice(
    tx: Tx,
    actor: Actor,
    contactId: string,
    choice: { kind: ChoiceKind; stopped: boolean; reason: string },
    now: number,
  ): Promise<void>;
  /** the same of many at once, by their conversations only */
  tellAll(
    tx: Tx,
    by: Pick<Actor, "accountId" | "agentId">,
    contactIds: readonly string[],
    now: number,
  ): Promise<void>;
};
