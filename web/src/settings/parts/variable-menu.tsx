import { VARIABLES, type Variable } from "@balcao/core";
import { Menu } from "@mantine/core";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useSelf } from "../../lib/queries.ts";
import classes from "./parts.module.css";

/** What stands for a value that a conversation may lack. */
const FALLBACKS: Record<"pt-BR" | "en", Partial<Record<Variable, string>>> = {
  "pt-BR": {
    "contato.nome": "cliente",
    "contato.primeiro_nome": "cliente",
    "chamado.atendente": "nossa equipe",
  },
  en: { "contato.nome": "customer", "contato.primeiro_nome": "customer", "chamado.atendente": "our team" },
};
/** Offered only where it is known, since most conversations have none. */
const RARE: ReadonlySet<Variable> = new Set([
  "chamado",
  "chamado.titulo",
  "chamado.status",
  "chamado.atendente",
]);
const NAME_OF = {
  "contato.nome": "message.contactName",
  "contato.primeiro_nome": "message.contactFirstName",
  "equipe.nome": "message.teamName",
  "conta.nome": "message.accountName",
  saudacao: "message.greeting",
  protocolo: "message.protocol",
  chamado: "message.ticket",
  "chamado.titulo": "message.ticketTitle",
  "chamado.status": "message.ticketStatus",
  "chamado.atendente": "message.ticketAgent",
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
  const fallbacks = FALLBACKS[account.locale];
  return (
    <Menu position={position} shadow="md" withinPortal={false} returnFocus={false}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        {VARIABLES.filter((name) => !RARE.has(name) || known.includes(name)).map((name) => (
          <Menu.Item
            key={name}
            onClick={() => insert(name in fallbacks ? `{{${name}|${fallbacks[name]}}}` : `{{${name}}}`)}
          >
            {t(NAME_OF[name])}
            <small className={classes.code}>{name}</small>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
