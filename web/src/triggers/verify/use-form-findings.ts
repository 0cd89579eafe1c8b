import type { TriggerFields, TriggerView } from "@balcao/api";
import type { Trigger } from "@balcao/core";
import { useDeferredValue, useMemo } from "react";
import { useSame, useStable } from "../../lib/stable.ts";
import { focusField } from "../../settings/parts/use-editor.ts";
import { fieldsOf, type TriggerForm } from "../form-values.ts";
import type { Tongue } from "../sentences.ts";
import { nameFrom } from "./finding-list.tsx";
import { findingSentence } from "./finding-text.ts";
import { fieldOf, findingsOfEdit, type ShownFinding } from "./findings.ts";
import { repairDraft, repairFields, repairText } from "./repair.ts";
import { useFindings } from "./use-findings.ts";

/** The place of a trigger that was never saved, in findings. */
const UNSAVED = "new";

/** What is found at one field, in a sentence; `how`: the change that takes it away, null = there is none. */
export type Note = { text: string; how: string | null; finding: ShownFinding };

export type FormCheck = {
  /** the trigger that is being edited, as findings name it */
  id: string;
  findings: readonly ShownFinding[];
  /** the draft as it would be with the form saved */
  edited: readonly Trigger[];
  triggers: ReadonlyMap<string, Trigger>;
  /** by the path of a field, what is found there */
  notes: Record<string, Note>;
  /** carries out the repair of a finding; null = may only look */
  repair: ((finding: ShownFinding) => void) | null;
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

type Options = {
  /** as it was last saved; null = a new one */
  saved: TriggerView | null;
  typed: TriggerForm;
  draft: readonly TriggerView[];
  tongue: Tongue;
  /** puts a repair of this very trigger into the form */
  repairHere: (change: Partial<TriggerFields>) => void;
  readOnly: boolean;
};

/** What the verifier says of a trigger as it is being written, and of what the change does to others; right behind the letters. */
export function useFormFindings(options: Options): FormCheck {
  const { saved, draft, tongue, repairHere, readOnly } = options;
  const form = useDeferredValue(options.typed);
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
  const repair = useStable((finding: ShownFinding): void => {
    const { repair: change } = finding;
    if (!change) return;
    // the button goes with its finding: on to the field it was about
    const goOn = (): void => focusField(fieldOf(finding) ?? "description");
    if (change.triggerId === id) {
      repairHere(repairFields(change));
      goOn();
    } else void repairDraft(change).then(goOn);
  });
  const noteOf = (finding: ShownFinding): Note => {
    const target = finding.repair && triggers.get(finding.repair.triggerId);
    return {
      text: findingSentence(finding, tongue, nameFrom(triggers, tongue)),
      how: target && finding.repair ? repairText(target, finding.repair, tongue) : null,
      finding,
    };
  };
  const notes: Record<string, Note> = {};
  for (const finding of findings) {
    const path = finding.triggerIds[0] === id ? fieldOf(finding) : null;
    if (path !== null && finding.severity !== "info") notes[path] ??= noteOf(finding);
  }
  const told = useSame(notes);
  return useMemo(
    () => ({ id, findings, edited, triggers, notes: told, repair: readOnly ? null : repair }),
    [id, findings, edited, triggers, told, readOnly, repair],
  );
}
