import type { Witness } from "@balcao/core";
import { memo, Suspense, useState, type ReactElement } from "react";
import type { Tongue } from "../sentences.ts";
import { FindingList } from "./finding-list.tsx";
import classes from "./findings.module.css";
import type { FormCheck } from "./use-form-findings.ts";
import { useSteady } from "./use-steady.ts";
import { lazyPart } from "../../lib/part.ts";

const WitnessDialog = lazyPart(async () => ({
  default: (await import("./witness-dialog.tsx")).WitnessDialog,
}));

/** At the top of the form: what the verifier says of this trigger as it stands, unsaved changes included. */
export const FormFindings = memo(function FormFindings({
  check,
  tongue,
}: {
  check: FormCheck;
  tongue: Tongue;
}): ReactElement {
  const { id, findings, edited, triggers, repair } = check;
  const [played, setPlayed] = useState<Witness | null>(null);
  const box = useSteady();
  const title = tongue.t("verify.here");
  return (
    <div ref={box} className={classes.steady}>
      {findings.length > 0 && (
        <section className={classes.here} aria-label={title}>
          <h2>{title}</h2>
          <FindingList
            findings={findings}
            label={title}
            triggers={triggers}
            tongue={tongue}
            here={id}
            play={setPlayed}
            repair={repair}
          />
        </section>
      )}
      {played && (
        <Suspense>
          <WitnessDialog witness={played} triggers={edited} close={() => setPlayed(null)} />
        </Suspense>
      )}
    </div>
  );
});
