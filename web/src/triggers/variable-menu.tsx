import { VARIABLES, type Variable } from "@balcao/core";
import { ActionIcon, Button, Menu } from "@mantine/core";
import { Braces } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { variableKey } from "./sentences.ts";

/** Values a conversation may lack are put in with their fallback, which the server asks for. */
const NEED_FALLBACK: ReadonlySet<Variable> = new Set(["contato.nome", "contato.primeiro_nome"]);

type Props = {
  insert: (text: string) => void;
  /** the field it belongs to, where it stands inside of it as an icon */
  inside?: string;
};

/** The menu of variables; the chosen one goes where the cursor stood. */
export function VariableMenu({ insert, inside }: Props): ReactElement {
  const { t } = useTranslation("triggers");
  return (
    <Menu position="bottom-end" shadow="md" withinPortal={false} returnFocus={false}>
      <Menu.Target>
        {inside === undefined ? (
          <Button variant="default" size="xs" leftSection={<Braces size={14} aria-hidden />}>
            {t("form.insertVariable")}
          </Button>
        ) : (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("form.insertVariableIn", { field: inside })}
            title={t("form.insertVariable")}
          >
            <Braces size={15} aria-hidden />
          </ActionIcon>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        {VARIABLES.map((name) => (
          <Menu.Item
            key={name}
            onClick={() =>
              insert(NEED_FALLBACK.has(name) ? `{{${name}|${t("form.fallback")}}}` : `{{${name}}}`)
            }
          >
            {t(`variables.${variableKey(name)}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
