import type { MessageView } from "@balcao/api";
import { RotateCcw, Trash2, TriangleAlert } from "lucide-react";
import type { ReactElement } from "react";
import { useNow } from "../../lib/clock.ts";
import { useFormats } from "../../lib/format.ts";
import { useTranslation } from "../../lib/texts.ts";
import { retryMessage } from "../commands.ts";
import { setComposerMode } from "../composer/mode.ts";
import { openTemplates } from "../dialogs/open.ts";
import { focusComposer } from "../focus.ts";
import { giveBack } from "../give-back.ts";
import { discard, sendAgain, type OutboxItem } from "../outbox.ts";
import classes from "./failure.module.css";
import { explanationOf, nextStepOf } from "./failure-texts.ts";

/** Next steps after which sending the very same message again can help. */
const RETRYABLE: ReadonlySet<string> = new Set([
  "retry",
  "check_number",
  "call_contact",
  "unblock",
  "ask_administrator",
  "add_to_test_list",
  "report",
]);

/** Next steps that a template is. */
const TEMPLATE_STEPS: ReadonlySet<string> = new Set(["send_template", "choose_template"]);

type Props = { message: MessageView; canRetry: boolean; mayTemplate: boolean; isRetried: boolean };

/** May the same message go again: at once where that can help, else from the moment before which Meta would refuse it again. */
function mayGoAgain(failure: MessageView["failure"], now: number): boolean {
  if (failure?.againAt) return Date.parse(failure.againAt) <= now;
  return !failure?.nextStep || RETRYABLE.has(failure.nextStep);
}

/** What happened and what to do, in words. */
function Reason({
  failure,
  isRetried,
  waits,
}: {
  failure: MessageView["failure"];
  isRetried: boolean;
  waits: boolean;
}): ReactElement {
  const { t } = useTranslation("desk");
  const formats = useFormats();
  const step = failure?.nextStep ? nextStepOf(failure.nextStep) : undefined;
  return (
    <span>
      {t(`failure.explanations.${explanationOf(failure?.explanation)}`)}{" "}
      {isRetried ? t("failure.retried") : step && t(`failure.nextSteps.${step}`)}
      {waits && !isRetried && failure?.againAt && (
        <> {t("failure.againAt", { time: formats.shortMoment(Date.parse(failure.againAt)) })}</>
      )}
      {failure?.code !== null && failure?.code !== undefined && (
        <small className={classes.code} title={failure.detail ?? undefined}>
          {t("failure.code", { code: failure.code })}
        </small>
      )}
    </span>
  );
}

function Failed({ message, canRetry, mayTemplate, isRetried }: Props): ReactElement {
  const { t } = useTranslation("desk");
  const now = useNow();
  const { failure } = message;
  const byTemplate =
    mayTemplate && !isRetried && failure?.nextStep != null && TEMPLATE_STEPS.has(failure.nextStep);
  const isReady = mayGoAgain(failure, now);
  const again = canRetry && !isRetried && isReady;
  return (
    <div
      className={classes.failure}
      data-ways={byTemplate && again ? "many" : byTemplate || again ? "one" : undefined}
    >
      <TriangleAlert size={14} aria-hidden />
      <Reason failure={failure} isRetried={isRetried} waits={!isReady} />
      {byTemplate && (
        <button type="button" onClick={() => openTemplates(message.conversationId)}>
          {t("acts.template")}
        </button>
      )}
      {again && (
        <button type="button" onClick={() => void retryMessage(message.conversationId, message.id)}>
          <RotateCcw size={13} aria-hidden /> {t("failure.retry")}
        </button>
      )}
    </div>
  );
}

/** Why a message did not arrive, what to do, and Meta's code in small print. Always in sight, never only on hover. */
export function Failure(props: Props): ReactElement | null {
  const { t } = useTranslation("desk");
  const { status } = props.message;
  if (status === "unknown") {
    return (
      <p className={classes.failure} data-tone="unknown">
        <TriangleAlert size={14} aria-hidden />
        <span>{t("failure.unknownState")}</span>
      </p>
    );
  }
  return status === "failed" ? <Failed {...props} /> : null;
}

/** The same file would be refused again. */
const isAboutTheFile = (code: string): boolean => code.startsWith("file_") || code === "too_large";

/** A message or note our own server refused: what it said; once more, back in the field, or away with it. */
export function Refusal({ item }: { item: OutboxItem }): ReactElement {
  const { t } = useTranslation("desk");
  return (
    <div className={classes.failure} data-ways="many" role="alert">
      <TriangleAlert size={14} aria-hidden />
      <span>{item.refusal?.sentence || t("failure.refused")}</span>
      {!isAboutTheFile(item.refusal?.code ?? "") && (
        <button type="button" onClick={() => sendAgain(item.key)}>
          <RotateCcw size={13} aria-hidden /> {t("failure.retry")}
        </button>
      )}
      <button
        type="button"
        onClick={() => {
          giveBack(item);
          setComposerMode(item.conversationId, item.note === undefined ? "reply" : "note");
          requestAnimationFrame(focusComposer);
        }}
      >
        {t(item.file ? "files.toTray" : "failure.edit")}
      </button>
      <button type="button" onClick={() => discard(item.key)}>
        <Trash2 size={13} aria-hidden /> {t("failure.discard")}
      </button>
    </div>
  );
}
