import { firstNameOf, type SecondAnswer } from "@balcao/core";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useState, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { serverNow } from "../../lib/clock.ts";
import { shortDuration } from "../../lib/format.ts";
import { useLayer } from "../../lib/keys.ts";
import dialogs from "../dialogs/dialogs.module.css";
import { focusComposer } from "../focus.ts";
import { useKindLabel } from "../kinds.ts";
import { FormattedText } from "../thread/formatted-text.tsx";
import { useNames } from "../use-names.ts";
import classes from "./second-answer.module.css";
import type { AnswerInSight } from "./use-second-answer.tsx";

const MINUTE_MS = 60_000;

/** "5 s", "3 min" */
function agoOf(milliseconds: number): string {
  const past = Math.max(0, milliseconds);
  return past < MINUTE_MS ? `${Math.max(1, Math.round(past / 1000))} s` : shortDuration(past);
}

/** "Bia respondeu há 5 s. Enviar mesmo assim?" Enter goes back to the text: what was on its way to be sent was an Enter too. */
export function SecondAnswerDialog({
  why,
  send,
  close,
}: {
  why: SecondAnswer<AnswerInSight>;
  send: () => void;
  close: () => void;
}): ReactElement {
  const { t } = useTranslation(["composer", "common"]);
  const names = useNames();
  const kindLabel = useKindLabel();
  const [openedAt] = useState(serverNow);
  useLayer(true);
  const name = firstNameOf(names.agent(why.why === "answered" ? why.answer.agentId : why.agentId));
  const message = why.why === "answered" ? why.answer.message : null;
  const back = (): void => {
    close();
    requestAnimationFrame(focusComposer);
  };
  return (
    <Dialog
      onClose={back}
      returnFocus={false}
      title={
        message
          ? t("second.answered", { name, ago: agoOf(openedAt - Date.parse(message.at)) })
          : t("second.typing", { name })
      }
    >
      <div className={dialogs.form}>
        {message && (
          <blockquote className={classes.answer}>
            {message.text ? <FormattedText text={message.text} /> : kindLabel(message.kind)}
          </blockquote>
        )}
        <p>{t("second.question")}</p>
        <div className={dialogs.buttons}>
          <Button
            variant="default"
            onClick={() => {
              send();
              requestAnimationFrame(focusComposer);
            }}
          >
            {t("second.send")}
          </Button>
          <Button data-autofocus onClick={back}>
            {t("second.back")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
