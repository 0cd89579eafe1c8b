import { Stack } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { ReactElement } from "react";
import { Devices } from "./devices.tsx";
import { MeFrame } from "./me-frame.tsx";
import { PasskeySection } from "./passkeys.tsx";
import { PasswordSection } from "./password-section.tsx";
import { useTwoStep } from "./queries.ts";
import { TwoStepSection } from "./two-step.tsx";

/** Minhas preferências > Acesso e segurança: how one gets in, and where one is in now. */
export function SecurityPage(): ReactElement {
  const { data: twoStep } = useTwoStep();
  return (
    <MeFrame>
      <Stack gap="md" maw={760}>
        <Devices />
        <TwoStepSection />
        <PasskeySection />
        {twoStep?.hasPassword && <PasswordSection />}
      </Stack>
    </MeFrame>
  );
}
