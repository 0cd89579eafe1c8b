import type { BotScript } from "@balcao/api";
import { momentOf } from "@balcao/core";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation } from "@tanstack/react-query";
import { CircleCheck, CircleX, Play, RefreshCw, Trash2 } from "lucide-react";
import { useMemo, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { ErrorNotice } from "../../app/page-states.tsx";
import { ApiError, sentenceOf } from "../../lib/api.ts";
import { useFormats } from "../../lib/format.ts";
import { hasRole, useSelf } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import { Loading } from "../../settings/parts/loading.tsx";
import type { DiffLine } from "./diff.ts";
import {
  askScriptsAgain,
  changeScript,
  keepScript,
  removeScript,
  useScripts,
  type Bench,
} from "./queries.ts";
import classes from "./scripts.module.css";
import { verdictOf, type Verdict } from "./verdict.ts";

/** What was expected against what came, line by line; the difference is told by a word, not by colour alone. */
function Diff({ name, lines }: { name: string; lines: readonly DiffLine[] }): ReactElement {
  const { t } = useTranslation("tester");
  if (lines.length === 0) return <p className={classes.faint}>{t("scripts.silent")}</p>;
  return (
    <ul className={classes.lines} aria-label={t("scripts.diff", { name })}>
      {lines.map(({ kind, text }, index) => (
        <li key={index} data-kind={kind}>
          <span className={classes.text} dir="auto">
            {text}
          </span>
          {kind !== "same" && <em>{t(`scripts.${kind}`)}</em>}
        </li>
      ))}
    </ul>
  );
}

/** What can be done with a script; a refusal is told, and what is true is fetched again. */
function useScriptActs(script: BotScript, verdict: Verdict) {
  const { t } = useTranslation(["tester", "common"]);
  const { id: _id, version: _version, ...fields } = script;
  const { name } = script;
  const refused = (error: unknown): void => {
    const isStale = error instanceof ApiError && (error.code === "version_conflict" || error.status === 404);
    toast(isStale ? t("tester:scripts.changed") : sentenceOf(error), { tone: "error" });
    void askScriptsAgain();
  };
  const update = useMutation({
    mutationFn: () => changeScript({ ...script, expected: verdict.actual }),
    onSuccess: () => toast(t("tester:scripts.updated", { name })),
    onError: refused,
  });
  const remove = useMutation({
    mutationFn: () => removeScript(script.id),
    onSuccess: () => {
      const bringBack = (): void => void keepScript(fields).catch(refused);
      toast(t("tester:scripts.removed", { name }), {
        action: { label: t("common:undo"), run: bringBack },
      });
    },
    onError: refused,
  });
  return { update, remove };
}

type RowProps = { script: BotScript; verdict: Verdict; bench: Bench; play: (script: BotScript) => void };

function ScriptRow({ script, verdict, bench, play }: RowProps): ReactElement {
  const { t } = useTranslation("tester");
  const formats = useFormats();
  const isAdministrator = hasRole(useSelf(), "administrator");
  const { update, remove } = useScriptActs(script, verdict);
  const { name } = script;
  const begins = formats.full(momentOf(script.begin, bench.company.timeZone));
  return (
    <li className={classes.script} data-fails={!verdict.passes || undefined}>
      <div className={classes.head}>
        {verdict.passes ? <CircleCheck size={18} aria-hidden /> : <CircleX size={18} aria-hidden />}
        <div className={classes.name}>
          <strong>{name}</strong>
          <span className={classes.faint}>
            <b>{t(verdict.passes ? "scripts.passes" : "scripts.fails")}</b> ·{" "}
            {t("scripts.steps", { count: script.steps.length })} · {t("scripts.begins", { at: begins })}
          </span>
        </div>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<Play size={14} aria-hidden />}
          aria-label={t("scripts.playNamed", { name })}
          onClick={() => play(script)}
        >
          {t("scripts.play")}
        </Button>
        {isAdministrator && !verdict.passes && (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<RefreshCw size={14} aria-hidden />}
            aria-label={t("scripts.updateNamed", { name })}
            loading={update.isPending}
            onClick={() => update.mutate()}
          >
            {t("scripts.update")}
          </Button>
        )}
        {isAdministrator && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<Trash2 size={14} aria-hidden />}
            aria-label={t("scripts.removeNamed", { name })}
            loading={remove.isPending}
            onClick={() => remove.mutate()}
          >
            {t("scripts.remove")}
          </Button>
        )}
      </div>
      <details open={!verdict.passes}>
        <summary>{t("scripts.details")}</summary>
        <Diff name={name} lines={verdict.lines} />
      </details>
    </li>
  );
}

function ScriptList({
  scripts,
  bench,
  play,
}: { scripts: readonly BotScript[] } & Pick<RowProps, "bench" | "play">): ReactElement {
  const { t } = useTranslation("tester");
  const isAdministrator = hasRole(useSelf(), "administrator");
  const { draft, company } = bench;
  const judged = useMemo(
    () => scripts.map((script) => ({ script, verdict: verdictOf(script, draft, company) })),
    [scripts, draft, company],
  );
  if (judged.length === 0)
    return <p className={classes.faint}>{t(isAdministrator ? "scripts.none" : "scripts.noneReadOnly")}</p>;
  const failing = judged.filter(({ verdict }) => !verdict.passes).length;
  return (
    <>
      <p role="status" className={classes.summary} data-fails={failing > 0 || undefined}>
        {t("scripts.summary", { count: failing })}
      </p>
      <ul className={classes.scripts}>
        {judged.map(({ script, verdict }) => (
          <ScriptRow key={script.id} script={script} verdict={verdict} bench={bench} play={play} />
        ))}
      </ul>
    </>
  );
}

/** The kept scripts, each played with the draft at this moment, as publishing will play it. */
export function Scripts({ bench, play }: Pick<RowProps, "bench" | "play">): ReactElement {
  const { t } = useTranslation("tester");
  const { data, error, refetch } = useScripts();
  return (
    <section className={classes.section} aria-label={t("scripts.title")}>
      <div>
        <h2>{t("scripts.title")}</h2>
        <p className={classes.faint}>{t("scripts.lead")}</p>
      </div>
      {data ? (
        <ScriptList scripts={data} bench={bench} play={play} />
      ) : error ? (
        <ErrorNotice error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </section>
  );
}
