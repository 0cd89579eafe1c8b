import type { Finding, Trigger } from "@balcao/core";
import { useEffect, useMemo, useRef, useState } from "react";
import { useAgents, useTeams } from "../../lib/queries.ts";
import { useSettings } from "../../settings/queries.ts";
import { useSharedTemplates } from "../../templates/queries.ts";
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
  const { data: teams } = useTeams();
  const { data: settings } = useSettings();
  const { data: agents } = useAgents();
  const { data: templates } = useSharedTemplates();
  // what is asked is put together only after the rest, not with every letter
  const question = useMemo(
    () =>
      triggers && teams && settings && agents && templates
        ? () => questionOf(triggers.map(plainTrigger), teams, settings, agents, templates)
        : null,
    [triggers, teams, settings, agents, templates],
  );
  const [known, setKnown] = useState<Known>({ question: null, findings: null, error: null });
  const isFirst = useRef(true);
  useEffect(() => {
    if (!question) return;
    let isCurrent = true;
    const adopt = (answer: Omit<Known, "question">): void => {
      if (isCurrent) setKnown({ question, ...answer });
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
