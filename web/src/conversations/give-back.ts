import { takeBack } from "./composer/attachments.ts";
import { openComposing } from "./composed/composing.ts";
import { draftKey, draftOf, setDraft } from "./drafts.ts";
import { withdraw, type OutboxItem } from "./outbox.ts";

/** Takes a message that was not sent off the screen, and puts its words and its file back where they can be changed. */
export function giveBack({ key, conversationId }: Pick<OutboxItem, "key" | "conversationId">): void {
  const item = withdraw(key);
  if (!item) return;
  if (item.composed) {
    openComposing(conversationId, item.composed.composition.type, item.composed.composition);
    return;
  }
  if (item.file) takeBack(conversationId, item.file);
  const draft = draftKey(conversationId, item.note === undefined ? "reply" : "note");
  setDraft(draft, [item.text, draftOf(draft)].filter(Boolean).join("\n"));
}
