import type { Conversation, ConversationRow } from "@balcao/api";
import { mayAnswer } from "@balcao/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "../lib/texts.ts";
import type { KeyId } from "../lib/keymap.ts";
import { useKeys } from "../lib/keys.ts";
import { setPreference, usePreferences } from "../lib/preferences.ts";
import { useSelf } from "../lib/queries.ts";
import { toast, type Toast } from "../lib/toast.ts";
import { assign, currentRow, returnToBot, setStatus } from "./commands.ts";
import { useOpenNext } from "./list/use-open-next.ts";
import { useChosen } from "./chosen/chosen.ts";
import { useSelection } from "./marks/selection.ts";
import { withoutMessage } from "./target.ts";

export type Acts = {
  take: () => void;
  resolve: () => void;
  /** resolved, and the next one in the list is opened */
  resolveAndNext: () => void;
  reopen: () => void;
  pending: () => void;
  giveBackToBot: () => void;
  toggleHistory: () => void;
  may: {
    take: boolean;
    resolve: boolean;
    pending: boolean;
    forward: boolean;
    template: boolean;
    assign: boolean;
    close: boolean;
    bot: boolean;
  };
};

const everything = { reply: true, forward: true, assign: true, close: true };

/** What can be done with the open conversation now, each with its way back. `isSpying`: nothing may go out to the customer. */
export function useActs(conversation: Conversation | ConversationRow, isSpying: boolean): Acts {
  const openNext = useOpenNext(conversation.id);
  const navigate = useNavigate();
  const { t } = useTranslation(["desk", "common"]);
  const me = useSelf();
  const { id, status, agentId, owner, contact } = conversation;
  const can = "can" in conversation ? conversation.can : everything;
  const isEnded = status === "closed";
  const undo = (run: () => void) => ({ action: { label: t("common:undo"), run } });
  const rowNow = (): ConversationRow => currentRow(id) ?? conversation;
  const put = async (
    next: ConversationRow["status"],
    done: string,
    { row = conversation, onNewer = null }: { row?: ConversationRow; onNewer?: Toast["action"] } = {},
  ): Promise<void> => {
    if (await setStatus(row, next, onNewer))
      toast(
        done,
        undo(() => void setStatus(rowNow(), status)),
      );
  };
  const resolve = (row: ConversationRow, onNewer: Toast["action"]): void =>
    void put("resolved", t("desk:done.resolved"), { row, onNewer });
  const anyway = { label: t("desk:newer.resolve"), run: () => resolve(rowNow(), anyway) };
  const look = {
    label: t("desk:newer.look"),
    run: () => void navigate({ to: "/conversations/$id", params: { id }, search: withoutMessage }),
  };
  const take = async (): Promise<void> => {
    if (await assign(id, me.agent.id))
      toast(
        t("desk:done.taken"),
        undo(() => void (owner === "bot" ? returnToBot(id) : assign(id, agentId))),
      );
  };
  return {
    take: () => void take(),
    // what the customer wrote stands before its reader
    resolve: () => resolve(conversation, anyway),
    resolveAndNext: () => {
      // before the row leaves the list: what comes after it is only known while it stands there
      openNext();
      resolve(conversation, look);
    },
    reopen: () => void put("open", t("desk:done.reopened")),
    pending: () => void put("pending", t("desk:done.pending")),
    giveBackToBot: () => void returnToBot(id),
    toggleHistory: () => void setPreference("historyHidden", !usePreferences.getState().historyHidden),
    may: {
      take: !isEnded && can.assign && agentId !== me.agent.id,
      resolve: !isEnded && status !== "resolved",
      pending: !isEnded && status !== "pending",
      forward: !isEnded && can.forward,
      template: !isEnded && !isSpying && !contact.blocked && mayAnswer(conversation, me.agent.id, me),
      assign: !isEnded && can.assign,
      close: !isEnded && can.close,
      bot: !isEnded && owner !== "bot" && !contact.blocked,
    },
  };
}

/** The keys of the open conversation (ux map, "Conversa"). */
export function useConversationKeys(
  acts: Acts,
  open: { forward: () => void; template: () => void; panel: () => void; close: () => void },
): void {
  const { t } = useTranslation("desk");
  const hidden = usePreferences((state) => state.historyHidden);
  // then the keys are the selection's
  const isSelecting = useSelection((state) => state.ids.size > 0);
  const isChoosing = useChosen((state) => state.ids.size > 0);
  const { may } = acts;
  const key = (id: KeyId, run: () => void, enabled = true, label?: string) => ({
    id,
    run,
    enabled: enabled && !isSelecting,
    palette: true,
    ...(label === undefined ? {} : { label }),
  });
  useKeys([
    may.resolve
      ? key("resolve", acts.resolve, true, t("acts.resolve"))
      : key("resolve", acts.reopen, may.close, t("acts.reopen")),
    key("resolveNext", acts.resolveAndNext, may.resolve),
    key("pending", acts.pending, may.pending),
    key("forward", open.forward, may.forward),
    key("template", open.template, may.template),
    key("take", acts.take, may.take),
    key("history", acts.toggleHistory, true, t(hidden ? "acts.showHistory" : "acts.hideHistory")),
    key("panel", open.panel),
    { ...key("leave", open.close, !isChoosing), palette: false },
  ]);
}
