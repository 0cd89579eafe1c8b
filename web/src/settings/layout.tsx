import { Link, Outlet } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { hasRole, useSelf } from "../lib/queries.ts";
import classes from "./layout.module.css";
import { settingsPages } from "./pages.ts";

/** Configurações: its menu at the left, the page at the right. */
export function SettingsLayout(): ReactElement {
  const { t } = useTranslation("settings");
  const me = useSelf();
  return (
    <div className={classes.layout}>
      <nav className={classes.menu} aria-label={t("title")}>
        {settingsPages
          .filter(({ role }) => hasRole(me, role))
          .map(({ to, label }) => (
            <Link key={to} to={to} className={classes.link} activeProps={{ "aria-current": "page" }}>
              {t(label)}
            </Link>
          ))}
      </nav>
      <div className={classes.page}>
        <Outlet />
      </div>
    </div>
  );
}
