import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";

/** Declared here, filled by the conversations: a contact is seen by who sees one of its conversations, and changes show there. */
export type ContactDoor = {
  sees(tx: Tx, actor: Actor, contactId: string): Promise<boolean>;
  /** `nobodys`: it has no conversation; `others`: it has, and none that this agent may see. */
  sight(tx: Tx, actor: Actor, contactId: string): Promise<"seen" | "others" | "nobodys">;
  /** Tells whoever may see the contact, in the transaction of the change. */
  tell(tx: Tx, actor: Actor, contactId: string, now: number): Promise<void>;
};
