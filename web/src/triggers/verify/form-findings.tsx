import type { TriggerFields } from "@balcao/api";
import type { Witness } from "@balcao/core";
import { lazy, memo, Suspense, useState, type ReactElement } from "react";
import { focusField } from "../../settings/parts/use-editor.ts";
import type { Tongue } from "../sentences.ts";
import { FindingList } from "./finding-list.tsx";
import { fieldOf } from "./findings.ts";
import classes from "./findings.module.css";
import { repairDraft, repairFields } from "./repair.ts";
import type { FormCheck } from "./use-form-findings.ts";

const WitnessDialog = lazy(async () => ({ default: (await import("./witness-dialog.tsx")).WitnessDialog }));

type Props = {
  check: FormCheck;
  tongue: Tongue;
  /** puts a repair of this very trigger into the form; null = may only look */
  repairHere: ((change: Partial<TriggerFields>) => void) | null;
};

/** At the top of the form: what the verifier says of this trigger as it stands, unsaved changes included. */
export const FormFindings = memo(function FormFindings({
  check,
  tongue,
  repairHere,
}: Props): ReactElement | null {
  const { id, findings, edited, triggers } = check;
  const [played, setPlayed] = useState<Witness | null>(null);
  if (findings.length === 0) return null;
  const title = tongue.t("verify.here");
  return (
    <section className={classes.here} aria-label={title}>
      <h2>{title}</h2>
      <FindingList
        findings={findings}
        label={title}
        triggers={triggers}
        tongue={tongue}
        here={id}
        play={setPlayed}
        repair={
          repairHere &&
          ((finding) => {
            const { repair } = finding;
            if (!repair) return;
            if (repair.triggerId !== id) return void repairDraft(repair);
            repairHere(repairFields(repair));
            // the button goes with its finding: on to what it changed
            focusField(fieldOf(finding) ?? "description");
          })
        }
      />
      {played && (
        <Suspense>
          <WitnessDialog witness={played} triggers={edited} close={() => setPlayed(null)} />
        </Suspense>
      )}
    </section>
  );
});
