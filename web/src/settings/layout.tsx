import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import { useEffect, useLayoutEffect, useRef, type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { hasRole, useSelf } from "../lib/queries.ts";
import { useAlarms } from "./alarms.ts";
import classes from "./layout.module.css";
import { settingsPages, type SettingsPage } from "./pages.ts";

/** Pages of sub-tabs, by the address under which all of them stand. */
const PARTS: Partial<Record<SettingsPage["to"], string>> = {
  "/settings/general/whatsapp": "/settings/general/",
  "/settings/tickets/statuses": "/settings/tickets/",
  "/settings/channels": "/settings/channels/",
  "/settings/costs": "/settings/costs/",
  "/settings/me": "/settings/me/",
};

/** Configurações: its menu at the left, the page at the right. */
export function SettingsLayout(): ReactElement {
  const { t } = useTranslation("settings");
  const me = useSelf();
  const menu = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const page = useRef<HTMLDivElement>(null);
  const alarms = useAlarms();
  // another page begins at its top; before what it focuses may scroll it
  useLayoutEffect(() => {
    page.current?.scrollTo(0, 0);
  }, [pathname]);
  useEffect(() => {
    // on a phone the menu is a row wider than the screen
    menu.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [pathname]);
  return (
    <div className={classes.layout}>
      <nav ref={menu} className={classes.menu} aria-label={t("title")}>
        {settingsPages
          .filter(({ role }) => hasRole(me, role))
          .map(({ to, label }) => {
            // its sub-tabs too are that page
            const parts = PARTS[to];
            const isOwn = parts !== undefined && pathname.startsWith(parts);
            return (
              <Link
                key={to}
                to={to}
                className={classes.link}
                activeProps={{ "aria-current": "page" }}
                {...(isOwn ? { "aria-current": "page" } : {})}
              >
                {t(label)}
                {alarms.has(to) && (
                  <>
                    <TriangleAlert size={15} className={classes.alarm} aria-hidden />
                    <span className="visually-hidden">, {t("needsCare")}</span>
                  </>
                )}
              </Link>
            );
          })}
      </nav>
      <div ref={page} className={classes.page}>
        <Outlet />
      </div>
    </div>
  );
}
