import type { TesterRun } from "@balcao/core";
import { Link } from "@tanstack/react-router";
import { ArrowRight, Workflow } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { TraceSteps } from "../../trace/trace-steps.tsx";
import { litPath } from "./lit.ts";
import classes from "./tester.module.css";
import { useMoment } from "./use-moment.ts";

type Names = Readonly<Record<string, string>>;

/** The triggers that acted, in order, each with the way to it. */
export function Path({ run, names }: { run: TesterRun; names: Names }): ReactElement {
  const { t } = useTranslation("tester");
  const path = litPath(run);
  return (
    <section className={classes.card} aria-label={t("path.label")}>
      <h2>{t("path.label")}</h2>
      {path.length === 0 ? (
        <p className={classes.faint}>{t("path.none")}</p>
      ) : (
        <>
          <ol className={classes.path}>
            {path.map((id, index) => (
              <li key={id}>
                {index > 0 && <ArrowRight size={14} aria-hidden />}
                <Link to="/settings/triggers/$id" params={{ id }}>
                  {names[id] ?? id}
                </Link>
              </li>
            ))}
          </ol>
          <Link to="/settings/triggers/flow" search={{ lit: path.join(",") }} className={classes.flow}>
            <Workflow size={15} aria-hidden /> {t("path.flow")}
          </Link>
        </>
      )}
    </section>
  );
}

/** The decision whose answer was chosen, else the last one, as the conversations explain theirs. */
export function Explained({
  run,
  index,
  names,
}: {
  run: TesterRun;
  index: number | null;
  names: Names;
}): ReactElement {
  const { t } = useTranslation("tester");
  const { time } = useMoment();
  const entry = index === null ? undefined : run.entries[index];
  const trace = entry && "trace" in entry ? entry.trace : null;
  return (
    <section className={classes.card} aria-label={t("why.title")}>
      <h2>{t("why.title")}</h2>
      {entry && trace ? (
        <>
          <p className={classes.faint}>{t("why.at", { time: time(entry.at) })}</p>
          <TraceSteps steps={trace.steps} triggers={names} />
        </>
      ) : (
        <p className={classes.faint}>{t("why.none")}</p>
      )}
    </section>
  );
}
