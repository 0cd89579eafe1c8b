import type { TriggerView } from "@balcao/api";
import type { Trigger } from "@balcao/core";
import { useDeferredValue, useMemo } from "react";
import { useSame } from "../../lib/stable.ts";
import { fieldsOf, type TriggerForm } from "../form-values.ts";
import type { Tongue } from "../sentences.ts";
import { nameFrom, type NamedTriggers } from "./finding-list.tsx";
import { findingSentence } from "./finding-text.ts";
import { fieldOf, findingsOfEdit, type ShownFinding } from "./findings.ts";
import { useFindings } from "./use-findings.ts";

/** The place of a trigger that was never saved, in findings. */
const UNSAVED = "new";

export type FormCheck = {
  /** the trigger that is being edited, as findings name it */
  id: string;
  findings: readonly ShownFinding[];
  /** the draft as it would be with the form saved */
  edited: readonly Trigger[];
  triggers: NamedTriggers;
  /** by the path of a field, the sentence of what is found there */
  notes: Record<string, string>;
};

const NONE: readonly ShownFinding[] = [];

/** The draft with the form's unsaved trigger put in: at its place, or at the end. */
function withEdit(triggers: readonly TriggerView[], saved: TriggerView | null, form: TriggerForm): Trigger[] {
  const fields = fieldsOf(form);
  const isThere = saved !== null && triggers.some(({ id }) => id === saved.id);
  if (isThere)
    return triggers.map((trigger) => (trigger.id === saved.id ? { ...trigger, ...fields } : trigger));
  const position = Math.max(-1, ...triggers.map((trigger) => trigger.position)) + 1;
  return [...triggers, { ...fields, id: saved?.id ?? UNSAVED, position: saved?.position ?? position }];
}

/** What the verifier says of a trigger as it is being written, and of what the change does to others; right behind the letters. */
export function useFormFindings(
  saved: TriggerView | null,
  typed: TriggerForm,
  draft: readonly TriggerView[],
  tongue: Tongue,
): FormCheck {
  const form = useDeferredValue(typed);
  const id = saved?.id ?? UNSAVED;
  const edited = useMemo(() => withEdit(draft, saved, form), [draft, saved, form]);
  const triggers = useMemo(() => new Map(edited.map((trigger) => [trigger.id, trigger])), [edited]);
  const before = useFindings(draft);
  const after = useFindings(edited);
  const findings = useMemo(
    // what is not answered yet must not look as if the change had caused it
    () => (before.findings && after.findings ? findingsOfEdit(after.findings, before.findings, id) : NONE),
    [before.findings, after.findings, id],
  );
  const notes: Record<string, string> = {};
  for (const finding of findings) {
    const path = finding.triggerIds[0] === id ? fieldOf(finding) : null;
    if (path !== null && finding.severity !== "info")
      notes[path] ??= findingSentence(finding, tongue, nameFrom(triggers, tongue));
  }
  const told = useSame(notes);
  return useMemo(
    () => ({ id, findings, edited, triggers, notes: told }),
    [id, findings, edited, triggers, told],
  );
}
