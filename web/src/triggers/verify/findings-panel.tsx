import type { Severity } from "@balcao/core";
import { ShieldCheck, ShieldQuestion } from "lucide-react";
import { useRef, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import type { Tongue } from "../sentences.ts";
import classes from "./findings.module.css";
import { FindingList, SeverityIcon, type NamedTriggers } from "./finding-list.tsx";
import { countOf, SEVERITIES, type ShownFinding } from "./findings.ts";
import { repairDraft } from "./repair.ts";
import type { Verdict } from "./use-findings.ts";

const COUNTS = { error: "verify.errors", warning: "verify.warnings", info: "verify.infos" } as const;

function Summary({ findings, tongue }: { findings: readonly ShownFinding[]; tongue: Tongue }): ReactElement {
  const { t } = tongue;
  const counts = countOf(findings);
  const [worst] = SEVERITIES.filter((severity) => counts[severity] > 0);
  if (!worst) return <>{t("verify.clean")}</>;
  return (
    <>
      <strong>
        {SEVERITIES.filter((severity) => counts[severity] > 0)
          .map((severity) => t(COUNTS[severity], { count: counts[severity] }))
          .join(" · ")}
        .
      </strong>{" "}
      {worst === "error" && t("verify.blocks")}
    </>
  );
}

type Props = {
  verdict: Verdict;
  triggers: NamedTriggers;
  tongue: Tongue;
  mayRepair: boolean;
};

/** What the verifier says of the draft as it stands: errors and warnings open, what is only good to know folded away. */
export function FindingsPanel({ verdict, triggers, tongue, mayRepair }: Props): ReactElement {
  const { t } = useTranslation("triggers");
  const { findings, isChecking, error } = verdict;
  const of = (severity: Severity): ShownFinding[] =>
    (findings ?? []).filter((finding) => finding.severity === severity);
  const urgent = [...of("error"), ...of("warning")];
  const infos = of("info");
  const [worst] = urgent;
  const panel = useRef<HTMLElement>(null);
  const repairOf = ({ repair }: ShownFinding): void => {
    if (!repair) return;
    // the button goes with its finding: one stays where it was
    void repairDraft(repair).then(() => panel.current?.focus());
  };
  const rest = { triggers, tongue, repair: mayRepair ? repairOf : null };
  return (
    <section
      ref={panel}
      tabIndex={-1}
      className={classes.panel}
      data-severity={worst?.severity}
      aria-label={t("verify.label")}
    >
      <p className={classes.summary} role="status" aria-busy={isChecking}>
        {worst ? (
          <SeverityIcon severity={worst.severity} tongue={tongue} />
        ) : findings ? (
          <ShieldCheck size={18} aria-hidden />
        ) : (
          <ShieldQuestion size={18} aria-hidden />
        )}
        <span>
          {error ? (
            t("verify.failed")
          ) : findings ? (
            <Summary findings={findings} tongue={tongue} />
          ) : (
            t("verify.checking")
          )}
        </span>
      </p>
      {urgent.length > 0 && <FindingList findings={urgent} label={t("verify.label")} {...rest} />}
      {infos.length > 0 && (
        <details className={classes.infos}>
          <summary>{t("verify.infos", { count: infos.length })}</summary>
          <FindingList findings={infos} label={t("verify.infos", { count: infos.length })} {...rest} />
        </details>
      )}
    </section>
  );
}
