import { VARIABLES, type Variable } from "@balcao/core";
import { Menu } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useSelf } from "../../lib/queries.ts";
import classes from "./parts.module.css";

const MAY_BE_MISSING: ReadonlySet<Variable> = new Set(["contato.nome", "contato.primeiro_nome"]);
/** Offered only where it is known, since most conversations have none. */
const RARE: ReadonlySet<Variable> = new Set(["chamado"]);
const NAME_OF = {
  "contato.nome": "message.contactName",
  "contato.primeiro_nome": "message.contactFirstName",
  "equipe.nome": "message.teamName",
  "conta.nome": "message.accountName",
  saudacao: "message.greeting",
  protocolo: "message.protocol",
  chamado: "message.ticket",
} as const satisfies Record<Variable, string>;

type Props = {
  /** puts the text where the cursor stood */
  insert: (text: string) => void;
  position?: "bottom-start" | "bottom-end";
  /** variables that are never missing in this text, and offered here alone */
  known?: readonly Variable[];
  /** the button that opens it */
  children: ReactElement;
};

/** The menu of variables. One that a conversation may lack is put in with its fallback, which the server asks for. */
export function VariableMenu({ insert, position = "bottom-end", known = [], children }: Props): ReactElement {
  const { t } = useTranslation("settings");
  const { account } = useSelf();
  // customers read the company's language, whatever the one who writes reads
  const fallback = account.locale === "en" ? "customer" : "cliente";
  return (
    <Menu position={position} shadow="md" withinPortal={false} returnFocus={false}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        {VARIABLES.filter((name) => !RARE.has(name) || known.includes(name)).map((name) => (
          <Menu.Item
            key={name}
            onClick={() => insert(MAY_BE_MISSING.has(name) ? `{{${name}|${fallback}}}` : `{{${name}}}`)}
          >
            {t(NAME_OF[name])}
            <small className={classes.code}>{name}</small>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
