import type { Trigger } from "@balcao/core";
import { useEffect, useState } from "react";
import { runningOf } from "../company.ts";
import { useScripts } from "../tester/queries.ts";
import { useSurroundings } from "../use-surroundings.ts";
import { plainTrigger } from "./bot-input.ts";
import { failingAside } from "./verifier.ts";

/**
 * Names of the kept scripts that these triggers do not pass; null while that is not known. What cannot be found out here is found
 * by the server at publishing. The same array must be given while nothing changed.
 */
export function useFailingScripts(triggers: readonly Trigger[]): readonly string[] | null {
  const { data: scripts } = useScripts();
  const { around } = useSurroundings();
  const [failing, setFailing] = useState<readonly string[] | null>(null);
  useEffect(() => {
    if (!scripts || !around) return;
    let isCurrent = true;
    const adopt = (names: readonly string[] | null): void => {
      if (isCurrent) setFailing(names);
    };
    const running = runningOf(triggers.map(plainTrigger), around, "draft");
    failingAside({ scripts, running, company: around.company }).then(adopt, () => adopt(null));
    return () => {
      isCurrent = false;
    };
  }, [triggers, scripts, around]);
  return failing;
}
