import type { TicketBatchAct } from "@balcao/api";
import { MOST_AT_ONCE, PRIORITIES } from "@balcao/core";
import { Menu } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { ArrowRightLeft, ChevronsUp, CircleDot, UserCheck, UserPlus, X, type LucideIcon } from "lucide-react";
import { useState, type ReactElement } from "react";
import { useKeys } from "../../lib/keys.ts";
import { useAgents, useSelf, useTeams } from "../../lib/queries.ts";
import { useTranslation } from "../../lib/texts.ts";
import { useTicketChoices } from "../use-choices.ts";
import { listedTicket } from "./data.ts";
import classes from "./page.module.css";
import { chosenTickets, perform } from "./perform.ts";

type Item = { id: string; text: string; act: TicketBatchAct };

const actOnChosen = (act: TicketBatchAct): void =>
  void perform(
    act,
    [...chosenTickets.use.getState().ids].flatMap((id) => listedTicket(id) ?? []),
  );

/** One thing that can be changed in all of them: a menu of what it can become. */
function ActMenu({
  label,
  icon: Icon,
  items,
  opened,
  change,
}: {
  label: string;
  icon: LucideIcon;
  items: readonly Item[];
  opened: boolean;
  change: (opened: boolean) => void;
}): ReactElement {
  return (
    <Menu opened={opened} onChange={change} shadow="md" withinPortal={false} position="bottom-start">
      <Menu.Target>
        <button type="button" className={classes.act}>
          <Icon size={16} aria-hidden />
          {label}
        </button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        {items.map(({ id, text, act }) => (
          <Menu.Item key={id} onClick={() => actOnChosen(act)}>
            {text}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

type MenuName = "status" | "agent" | "team" | "priority";

/** What each menu offers. */
function useMenus(): Record<MenuName, readonly Item[]> {
  const { t } = useTranslation(["ticketLists", "desk"]);
  const { data: choices } = useTicketChoices();
  const { data: teams = [] } = useTeams();
  const { data: agents = [] } = useAgents();
  return {
    status: (choices?.statuses ?? [])
      .filter(({ active }) => active)
      .map(({ id, name }) => ({ id, text: name, act: { type: "status", statusId: id } })),
    agent: [
      { id: "none", text: t("ticketLists:bar.nobody"), act: { type: "assign", agentId: null } },
      ...agents
        .filter(({ active }) => active)
        .map(({ id, name }) => ({ id, text: name, act: { type: "assign" as const, agentId: id } })),
    ],
    team: teams
      .filter(({ active }) => active)
      .map(({ id, name }) => ({ id, text: name, act: { type: "move", teamId: id } })),
    priority: PRIORITIES.map((priority) => ({
      id: String(priority),
      text: t(`desk:priority.${priority}`),
      act: { type: "priority", priority },
    })),
  };
}

const MENUS: readonly { name: MenuName; icon: LucideIcon }[] = [
  { name: "status", icon: CircleDot },
  { name: "agent", icon: UserPlus },
  { name: "team", icon: ArrowRightLeft },
  { name: "priority", icon: ChevronsUp },
];

/** "3 selecionados" and what can be done with all of them. It lies over the filters, so that no row moves when something is chosen. */
export function TicketBulkBar(): ReactElement {
  const { t } = useTranslation("ticketLists");
  const me = useSelf().agent.id;
  const count = chosenTickets.use((state) => state.ids.size);
  const [open, setOpen] = useState<MenuName | null>(null);
  const menus = useMenus();
  const take = (): void => actOnChosen({ type: "assign", agentId: me });
  useKeys([
    { id: "ticketStatus", run: () => setOpen("status") },
    { id: "ticketsTake", run: take },
    { id: "ticketUnchoose", run: chosenTickets.clear },
  ]);
  return (
    <div className={classes.bar} role="toolbar" aria-label={t("bar.label")}>
      <span className={classes.count} role="status">
        {t("bar.count", { count })}
        {count > MOST_AT_ONCE && ` · ${t("bar.most", { count: MOST_AT_ONCE })}`}
      </span>
      {MENUS.map(({ name, icon }) => (
        <ActMenu
          key={name}
          label={t(`bar.${name}`)}
          icon={icon}
          items={menus[name]}
          opened={open === name}
          change={(opened) => setOpen(opened ? name : null)}
        />
      ))}
      <button type="button" className={classes.act} onClick={take}>
        <UserCheck size={16} aria-hidden /> {t("bar.take")}
      </button>
      <button
        type="button"
        className={classes.act}
        aria-label={t("bar.clear")}
        title={t("bar.clear")}
        onClick={chosenTickets.clear}
      >
        <X size={16} aria-hidden />
      </button>
    </div>
  );
}
