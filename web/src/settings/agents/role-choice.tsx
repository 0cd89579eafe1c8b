import type { Role } from "@balcao/api";
import { Radio, Stack } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";

const ROLES: readonly Role[] = ["agent", "supervisor", "administrator"];
type Props = { value: Role; change: (role: Role) => void; error?: string | undefined; disabled?: boolean };

/** Which of the three somebody is, each with what it may. */
export function RoleChoice({ value, change, error, disabled = false }: Props): ReactElement {
  const { t } = useTranslation(["settings", "common"]);
  return (
    <Radio.Group
      label={t("settings:agent.role")}
      value={value}
      error={error}
      data-path="role"
      onChange={(next) => change(next as Role)}
    >
      <Stack gap="sm" mt="xs" mb={error ? "xs" : 0}>
        {ROLES.map((role) => (
          <Radio
            key={role}
            value={role}
            disabled={disabled}
            label={t(`common:roles.${role}`)}
            description={t(`settings:roleText.${role}`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
