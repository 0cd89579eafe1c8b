import { playScript, witnessSteps, type TesterStep, type Trigger, type Witness } from "@balcao/core";
import "@mantine/core/styles.layer.css";
import { useMemo, useState, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { serverNow } from "../../lib/clock.ts";
import { Loading } from "../../settings/parts/loading.tsx";
import { runningOf, type Surroundings } from "../company.ts";
import { explainable } from "../tester/explainable.ts";
import { Explained } from "../tester/explained.tsx";
import { Phone } from "../tester/phone.tsx";
import { STEPS_MOST } from "../tester/steps.ts";
import { useSurroundings } from "../use-surroundings.ts";
import { plainTrigger } from "./bot-input.ts";
import classes from "./findings.module.css";

type Case = { witness: Witness; triggers: readonly Trigger[] };

function Played({ witness, triggers, around }: Case & { around: Surroundings }): ReactElement {
  const [begin] = useState(serverNow);
  const [steps, setSteps] = useState<readonly TesterStep[]>(() => witnessSteps(witness));
  const [chosen, setChosen] = useState<number | null>(null);
  // played where the case begins: a number may have a team of its own
  const company = useMemo(
    () => ({ ...around.company, firstTeamId: witness.begins }),
    [around, witness.begins],
  );
  const run = useMemo(() => {
    const running = runningOf(triggers.map(plainTrigger), { ...around, company }, "form");
    return playScript(
      // what is asked before the triggers is none of theirs
      { running, context: { ...company, opening: null, contact: { name: null, blocked: false } } },
      begin,
      steps,
    );
  }, [triggers, around, company, begin, steps]);
  const places = useMemo(() => explainable(run.entries), [run]);
  const names = useMemo(
    () => Object.fromEntries(triggers.map(({ id, description }) => [id, description])),
    [triggers],
  );
  const explained = chosen ?? [...places].at(-1) ?? null;
  const does = (step: TesterStep): void => {
    setChosen(null);
    setSteps([...steps, step]);
  };
  return (
    <div className={classes.played}>
      <Phone
        run={run}
        business={company.accountName}
        names={names}
        does={steps.length < STEPS_MOST ? does : null}
        explainable={places}
        chosen={explained}
        explain={setChosen}
      />
      <Explained run={run} index={explained} names={names} />
    </div>
  );
}

/** The case of a finding on the test phone, with the triggers as they stand in the form, saved or not. One may write on. */
export function WitnessDialog({ close, ...of }: Case & { close: () => void }): ReactElement {
  const { t } = useTranslation(["triggers", "common"]);
  const { around } = useSurroundings();
  return (
    <Dialog onClose={close} title={t("triggers:witness.title")} size="xl">
      {around ? <Played {...of} around={around} /> : <Loading />}
    </Dialog>
  );
}
