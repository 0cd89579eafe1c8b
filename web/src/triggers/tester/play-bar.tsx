import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useTongue } from "../use-tongue.ts";
import type { Customer } from "./session.ts";
import { stepText } from "./step-text.ts";
import classes from "./tester.module.css";

/** Slow enough to be read along, fast enough for a case of ten steps. */
const PACE_MS = 900;

type Props = { queue: Customer["queue"]; advance: (all: boolean) => void; drop: () => void };

/** Plays what a case or script does, one step after the other, at the reader's pace if wanted. */
export function PlayBar({ queue, advance, drop }: Props): ReactElement | null {
  const { t } = useTranslation("tester");
  const tongue = useTongue();
  const [isPaused, setPaused] = useState(false);
  const [step] = queue;
  useEffect(() => {
    if (!step || isPaused) return;
    const timer = setTimeout(() => advance(false), PACE_MS);
    return () => clearTimeout(timer);
  }, [step, isPaused, advance]);
  if (!step) return null;
  return (
    <section className={classes.play} aria-label={t("play.label")}>
      <p role="status">
        <strong>{t("play.left", { count: queue.length })}</strong>{" "}
        {t("play.then", { step: stepText(step, t, tongue) })}
      </p>
      <div className={classes.jumps}>
        <Button size="compact-sm" onClick={() => advance(false)}>
          {t("play.next")}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => advance(true)}>
          {t("play.all")}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => setPaused(!isPaused)}>
          {t(isPaused ? "play.go" : "play.pause")}
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={drop}>
          {t("play.drop")}
        </Button>
      </div>
    </section>
  );
}
