import { Link } from "@tanstack/react-router";
import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { PageHead } from "../parts/page-head.tsx";
import classes from "./general-frame.module.css";

/** The sub-tabs of Configurações Gerais do Sistema, each with an address of its own. */
const TABS = [
  { to: "/settings/general/whatsapp", label: "general.whatsapp" },
  { to: "/settings/general/holidays", label: "general.holidays" },
  { to: "/settings/general/notices", label: "general.notices" },
] as const;

export function GeneralFrame({ children }: { children: ReactNode }): ReactElement {
  const { t } = useTranslation("settings");
  return (
    <>
      <PageHead title={t("general.title")} />
      <nav className={classes.tabs} aria-label={t("general.tabs")}>
        {TABS.map(({ to, label }) => (
          <Link key={to} to={to} className={classes.tab} activeProps={{ "aria-current": "page" }}>
            {t(label)}
          </Link>
        ))}
      </nav>
      {children}
    </>
  );
}
