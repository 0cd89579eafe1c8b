import type { Witness, WitnessStep } from "@balcao/core";
import { durationText, type Tongue } from "../sentences.ts";

function stepText(step: WitnessStep, tongue: Tongue): string {
  const { t } = tongue;
  if ("silenceHours" in step) return t("witness.silence", { hours: durationText(step.silenceHours, tongue) });
  const { idleHours, says } = step;
  if (idleHours === null)
    return says === null ? t("witness.newSends") : t("witness.newWrites", { text: says });
  const after = durationText(idleHours, tongue);
  return says === null ? t("witness.sends", { after }) : t("witness.writes", { after, text: says });
}

/** The case in words: "Um cliente novo escreve “oi”, 2 horas depois escreve “Comercial”." */
export const witnessText = ({ steps }: Pick<Witness, "steps">, tongue: Tongue): string =>
  `${steps.map((step) => stepText(step, tongue)).join(", ")}.`;
