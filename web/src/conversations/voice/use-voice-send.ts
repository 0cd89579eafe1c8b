import type { MessageView } from "@balcao/api";
import { useEffect } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { sentenceOf } from "../../lib/api.ts";
import { toast } from "../../lib/toast.ts";
import { focusComposer } from "../focus.ts";
import { sendFiles } from "../outbox.ts";
import { finishVoice, parkVoice, useVoice } from "./voice.ts";

/**
 * The way to send what is being recorded in this conversation. When the field leaves the screen, what was said waits among the attached
 * files.
 */
export function useVoiceSend(
  conversationId: string,
  quote: MessageView["quoted"],
  sent: () => void,
): () => void {
  const { t } = useTranslation("composer");
  useEffect(
    () => () => {
      if (useVoice.getState().conversationId !== conversationId) return;
      parkVoice().catch((error: unknown) => toast(sentenceOf(error), { tone: "error" }));
    },
    [conversationId],
  );
  return () => {
    finishVoice()
      .then((attachment) => {
        if (attachment) {
          sendFiles(conversationId, [attachment], "", quote);
          sent();
        } else toast(t("voice.tooShort"));
      })
      .catch(() => toast(t("voice.failedToSend"), { tone: "error" }))
      .finally(() => requestAnimationFrame(focusComposer));
  };
}
