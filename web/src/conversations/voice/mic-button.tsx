import { Mic } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { startVoice, useVoice } from "./voice.ts";

/** holding the button this long means: send when I let go */
const HOLD_MS = 700;

/** Begins a voice message: a click leaves it running, holding sends it on letting go. */
export function MicButton({
  conversationId,
  className,
  send,
}: {
  conversationId: string;
  className: string | undefined;
  send: () => void;
}): ReactElement {
  const { t } = useTranslation("composer");
  const begin = (): void => void startVoice(conversationId);
  return (
    <button
      type="button"
      className={className}
      aria-label={t("voice.record")}
      title={t("voice.recordHint")}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        const since = event.timeStamp;
        begin();
        window.addEventListener(
          "pointerup",
          (up) => {
            const isHeld = up.timeStamp - since >= HOLD_MS && useVoice.getState().phase === "recording";
            if (isHeld) send();
          },
          { once: true },
        );
      }}
      // the keyboard's click; a pointer's has begun already
      onClick={(event) => {
        if (event.detail === 0) begin();
      }}
    >
      <Mic size={18} />
    </button>
  );
}
