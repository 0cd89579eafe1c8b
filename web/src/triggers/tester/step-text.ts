import type { TesterStep } from "@balcao/core";
import type { TFunction } from "i18next";
import { durationText, type Tongue } from "../sentences.ts";

/** What a step does, in words: "espera 2 horas". */
export function stepText(step: TesterStep, t: TFunction<"tester">, tongue: Tongue): string {
  switch (step.does) {
    case "writes":
      return t("step.writes", { text: step.text });
    case "taps":
      return t("step.taps", { option: step.option });
    case "sends":
      return t(`step.${step.what}`);
    case "waits":
      return t("step.waits", { duration: durationText(step.hours, tongue) });
  }
}
