import { Link } from "@tanstack/react-router";
import { useEffect, useRef, type ReactElement } from "react";
import classes from "./sub-tabs.module.css";

type Tab = {
  to:
    | "/settings/general/whatsapp"
    | "/settings/general/holidays"
    | "/settings/general/notices"
    | "/settings/general/mail"
    | "/settings/general/access"
    | "/settings/channels"
    | "/settings/channels/webhooks"
    | "/settings/costs"
    | "/settings/costs/rates"
    | "/settings/me"
    | "/settings/me/security"
    | "/settings/fields"
    | "/settings/fields/tickets"
    | "/settings/tickets/statuses"
    | "/settings/tickets/categories"
    | "/settings/tickets/types"
    | "/settings/tickets/sla"
    | "/settings/tickets/opening"
    | "/settings/tickets/telling";
  label: string;
};

/** The parts of one page of Configurações, each with an address of its own. */
export function SubTabs({ label, tabs }: { label: string; tabs: readonly Tab[] }): ReactElement {
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // on a phone the tabs are a row wider than the screen
    nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, []);
  return (
    <nav ref={nav} className={classes.tabs} aria-label={label}>
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
