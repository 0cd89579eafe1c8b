import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import classes from "./sub-tabs.module.css";

type Tab = {
  to:
    | "/settings/general/whatsapp"
    | "/settings/general/holidays"
    | "/settings/general/notices"
    | "/settings/fields"
    | "/settings/fields/tickets"
    | "/settings/tickets/statuses"
    | "/settings/tickets/categories"
    | "/settings/tickets/types"
    | "/settings/tickets/sla";
  label: string;
};

/** The parts of one page of Configurações, each with an address of its own. */
export function SubTabs({ label, tabs }: { label: string; tabs: readonly Tab[] }): ReactElement {
  return (
    <nav className={classes.tabs} aria-label={label}>
      {tabs.map(({ to, label: name }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: true }}
          className={classes.tab}
          activeProps={{ "aria-current": "page" }}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
