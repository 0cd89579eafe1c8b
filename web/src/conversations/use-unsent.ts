import { useEffect } from "react";
import { useTranslation } from "../lib/texts.ts";
import { speakFor } from "../lib/api.ts";
import { useConnection } from "../lib/connection.ts";
import { useSelf } from "../lib/queries.ts";
import { toast } from "../lib/toast.ts";
import { hasAttachments, openAttachments } from "./composer/attachments.ts";
import { startDraftSync } from "./draft-sync.ts";
import { openDrafts } from "./drafts.ts";
import { giveBack } from "./give-back.ts";
import { openOutbox, setRefusedListener, wouldLoseUnsent } from "./outbox.ts";
import { wakeOutbox } from "./outbox-turns.ts";

/** Takes up drafts and unsent messages of the person signed in, and goes on sending on whatever page. Mounted once, by the shell. */
export function useUnsent(): void {
  const { t } = useTranslation("desk");
  const me = useSelf();
  const accountId = me.account.id;
  const agentId = me.agent.id;
  useEffect(() => {
    // together with what is theirs to send: nothing of the one goes out under the other's name
    speakFor(agentId);
    openDrafts({ accountId, agentId }, Object.keys(localStorage));
    void openOutbox(accountId, agentId);
    openAttachments(`${accountId} ${agentId}`);
    const stopDrafts = startDraftSync();
    // what is on its way outlives the page, files that are only chosen do not
    const leaving = (event: BeforeUnloadEvent): void => {
      if (hasAttachments() || wouldLoseUnsent()) event.preventDefault();
    };
    const stopWaking = useConnection.subscribe(({ state }, before) => {
      if (state === "live" && before.state !== "live") wakeOutbox();
    });
    window.addEventListener("online", wakeOutbox);
    window.addEventListener("beforeunload", leaving);
    return () => {
      stopDrafts();
      stopWaking();
      window.removeEventListener("online", wakeOutbox);
      window.removeEventListener("beforeunload", leaving);
    };
  }, [accountId, agentId]);
  useEffect(() => {
    // the window closed, or a colleague took the conversation, between writing and sending: the words go back to the field, whose place
    // says the same, and stays
    setRefusedListener((item) => {
      const code = item.refusal?.code;
      if (code !== "service_window_closed" && code !== "not_responsible") return;
      giveBack(item);
      toast(code === "not_responsible" ? (item.refusal?.sentence ?? "") : t("closedWindow.justClosed"));
    });
  }, [t]);
}
