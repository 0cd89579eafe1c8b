import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import classes from "./triggers-nav.module.css";

const PARTS = [
  { to: "/settings/triggers", label: "nav.list" },
  { to: "/settings/triggers/flow", label: "nav.flow" },
  { to: "/settings/triggers/test", label: "nav.test" },
  { to: "/settings/triggers/history", label: "nav.history" },
  { to: "/settings/triggers/versions", label: "nav.versions" },
] as const;

/** The views of one bot: its list, its drawing, its test phone, real conversations, its versions. */
export function TriggersNav(): ReactElement {
  const { t } = useTranslation("triggers");
  return (
    <nav className={classes.nav} aria-label={t("nav.label")}>
      {PARTS.map(({ to, label }) => (
        <Link
          key={to}
          to={to}
          className={classes.part}
          activeOptions={{ exact: true, includeSearch: false }}
          activeProps={{ "aria-current": "page" }}
        >
          {t(label)}
        </Link>
      ))}
    </nav>
  );
}
