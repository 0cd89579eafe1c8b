import type { Witness } from "../bot/verify/findings.ts";
import type { TesterStep } from "./tester.ts";

const HOUR_MS = 3_600_000;
/** A silence is broken by whoever waits *longer* than its hours. */
const LONGER_MS = 1;

/**
 * A verifier's case as the tester plays it, from a customer who never wrote before. An answer at once needs no wait; without words
 * it is a voice message.
 */
export function witnessSteps({ steps }: Pick<Witness, "steps">): TesterStep[] {
  return steps.flatMap((step): TesterStep[] => {
    if ("silenceHours" in step) return [{ does: "waits", hours: step.silenceHours + LONGER_MS / HOUR_MS }];
    const said: TesterStep =
      step.says === null ? { does: "sends", what: "audio" } : { does: "writes", text: step.says };
    return step.idleHours ? [{ does: "waits", hours: step.idleHours }, said] : [said];
  });
}
