import type { Finding, Trigger } from "@balcao/core";
import { startTransition, useEffect, useMemo, useRef, useState } from "react";
import { useSurroundings } from "../use-surroundings.ts";
import { plainTrigger, questionOf, type Question } from "./bot-input.ts";
import { verifyAside } from "./verifier.ts";

/** Time after the last change before the bot is verified again. */
const REST_MS = 250;

export type Verdict = {
  /** null = not known yet */
  findings: readonly Finding[] | null;
  /** the findings are those of an earlier state */
  isChecking: boolean;
  /** no verifier in this browser; asked again after the next change */
  error: unknown;
};

type Known = { question: (() => Question) | null; findings: readonly Finding[] | null; error: unknown };

/**
 * What the verifier says of these triggers in this company, again after every change of either. `triggers` null = not asked
 * (nothing is loaded yet). The same array must be given while nothing changed.
 */
export function useFindings(triggers: readonly Trigger[] | null): Verdict {
  const { around } = useSurroundings();
  // what is asked is put together only after the rest, not with every letter
  const question = useMemo(
    () => (triggers && around ? () => questionOf(triggers.map(plainTrigger), around) : null),
    [triggers, around],
  );
  const [known, setKnown] = useState<Known>({ question: null, findings: null, error: null });
  const isFirst = useRef(true);
  useEffect(() => {
    if (!question) return;
    let isCurrent = true;
    const adopt = (answer: Omit<Known, "question">): void => {
      // a letter typed meanwhile comes first
      if (isCurrent) startTransition(() => setKnown({ question, ...answer }));
    };
    const timer = setTimeout(
      () => {
        isFirst.current = false;
        verifyAside(question()).then(
          (findings) => adopt({ findings, error: null }),
          (error: unknown) => adopt({ findings: null, error }),
        );
      },
      isFirst.current ? 0 : REST_MS,
    );
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [question]);
  return {
    findings: known.findings,
    isChecking: question !== known.question,
    error: known.error,
  };
}
