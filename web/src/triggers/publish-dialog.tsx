import type { BotView } from "@balcao/api";
import { Button, Checkbox, Textarea } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState, type FormEvent, type ReactElement } from "react";
import { Dialog } from "../app/dialog.tsx";
import { useTranslation } from "../lib/texts.ts";
import { sentenceOf } from "../lib/api.ts";
import { toast } from "../lib/toast.ts";
import parts from "../settings/parts/parts.module.css";
import { NOTE_MOST } from "./limits.ts";
import classes from "./publish-bar.module.css";
import { askBotAgain, publishBot, useVersion } from "./queries.ts";
import type { Tongue } from "./sentences.ts";
import { FindingList, type NamedTriggers } from "./verify/finding-list.tsx";
import type { ShownFinding } from "./verify/findings.ts";
import { refusalOf, type Refusal } from "./verify/publish-refusal.ts";
import { repairDraft } from "./verify/repair.ts";
import { ChangesInWords } from "./versions/comparison.tsx";
import { useFailingScripts } from "./verify/use-failing.ts";
import type { Verdict } from "./verify/use-findings.ts";

/** Every difference between the draft and what speaks, each with what became of it. */
export function Changes({ changes }: { changes: BotView["changes"] }): ReactElement {
  const { t } = useTranslation("triggers");
  return (
    <ul className={classes.changes}>
      {changes.map(({ triggerId, description, kind }) => (
        <li key={triggerId}>
          <span className={classes.kind} data-kind={kind}>
            {t(`change.${kind}`)}
          </span>
          <span>{description}</span>
        </li>
      ))}
    </ul>
  );
}

type FoundProps = {
  title: string;
  findings: readonly ShownFinding[];
  triggers: NamedTriggers;
  tongue: Tongue;
  /** null = of a server that found more than this page: what it would change is not known here */
  repair: ((finding: ShownFinding) => void) | null;
};

function Found({ title, findings, ...rest }: FoundProps): ReactElement | null {
  if (findings.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className={classes.will}>{title}</h3>
      <FindingList findings={findings} label={title} {...rest} />
    </section>
  );
}

type Standing = {
  errors: ShownFinding[];
  warnings: ShownFinding[];
  scripts: readonly string[];
  isBlocked: boolean;
};

/** What stands in the way: what this page found, until the server has said what is true (another one may have changed something). */
function standing(
  found: readonly ShownFinding[],
  failing: readonly string[],
  refusal: Refusal | null,
): Standing {
  const findings = refusal ? refusal.findings : found;
  const of = (severity: string): ShownFinding[] =>
    findings.filter((finding) => finding.severity === severity);
  return {
    errors: of("error"),
    warnings: of("warning"),
    scripts: refusal?.scripts ?? failing,
    isBlocked: refusal?.blocks ?? of("error").length > 0,
  };
}

type Props = {
  bot: BotView;
  close: () => void;
  verdict: Verdict;
  triggers: NamedTriggers;
  tongue: Tongue;
};

/** Publicar: what changes, in words; errors stand in the way, warnings want to be accepted. */
export function PublishDialog({ bot, close, verdict, triggers, tongue }: Props): ReactElement {
  const { t } = useTranslation(["triggers", "common"]);
  const [note, setNote] = useState("");
  const [isAccepted, setAccepted] = useState(false);
  const publish = useMutation({
    mutationFn: () => publishBot(note.trim(), isAccepted),
    onSuccess: ({ published }) => {
      toast(t("triggers:publish.done", { number: published?.number }));
      close();
    },
    onError: (error) => {
      // somebody else may have changed the draft: it is shown as it is now
      if (refusalOf(error)) void askBotAgain();
    },
  });
  const failing = useFailingScripts(bot.triggers);
  const { data: published } = useVersion(bot.published?.number ?? null);
  const refusal = refusalOf(publish.error);
  const { errors, warnings, scripts, isBlocked } = standing(verdict.findings ?? [], failing ?? [], refusal);
  const isAsked = !isBlocked && warnings.length + scripts.length > 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    publish.mutate();
  };
  const noteField = useRef<HTMLTextAreaElement>(null);
  const repair = (finding: ShownFinding): void => {
    if (!finding.repair) return;
    // the button goes with its finding: one goes on in the dialog
    void repairDraft(finding.repair).then(() => noteField.current?.focus());
  };
  const found = { triggers, tongue, repair: refusal ? null : repair };
  return (
    <Dialog onClose={close} title={t("triggers:publish.title")} size="lg">
      <form className={parts.dialog} onSubmit={submit}>
        <p>{t("triggers:publish.text")}</p>
        <section aria-label={t("triggers:publish.will", { count: bot.changes.length })}>
          <h3 className={classes.will}>{t("triggers:publish.will", { count: bot.changes.length })}</h3>
          {published ? (
            <ChangesInWords before={published.triggers} after={bot.triggers} />
          ) : (
            <Changes changes={bot.changes} />
          )}
        </section>
        <Found title={t("triggers:publish.blocked")} findings={errors} {...found} />
        <Found title={t("triggers:publish.warned")} findings={warnings} {...found} />
        {scripts.length > 0 && (
          <section aria-label={t("triggers:publish.scripts")}>
            <h3 className={classes.will}>{t("triggers:publish.scripts")}</h3>
            <ul>
              {scripts.map((name) => (
                <li key={name}>{name}</li>
              ))}
            </ul>
            <Link to="/settings/triggers/test">{t("triggers:publish.scriptsSee")}</Link>
          </section>
        )}
        <Textarea
          ref={noteField}
          data-autofocus
          label={t("triggers:publish.noteLabel")}
          description={t("triggers:publish.noteHelp")}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={NOTE_MOST}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {isAsked && (
          <Checkbox
            label={t("triggers:publish.accept")}
            checked={isAccepted}
            onChange={(event) => setAccepted(event.currentTarget.checked)}
          />
        )}
        {publish.error && (
          <p role="alert" className={parts.error}>
            {refusal ? t("triggers:publish.refused") : sentenceOf(publish.error)}
          </p>
        )}
        <div className={parts.buttons}>
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button
            type="submit"
            loading={publish.isPending}
            disabled={bot.changes.length === 0 || isBlocked || (isAsked && !isAccepted)}
          >
            {t("triggers:publish.confirm")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
