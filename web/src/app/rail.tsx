import { Link } from "@tanstack/react-router";
import { ChartNoAxesColumn, MessageCircle, Settings, Ticket, Users } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { hasRole, useSelf } from "../lib/queries.ts";
import { Brand } from "./brand.tsx";
import { CountBadge } from "./count-badge.tsx";
import classes from "./rail.module.css";

/** The main menu: at the left on a desk, at the foot on a phone. */
export function Rail({ unread }: { unread: number }): ReactElement {
  const { t } = useTranslation("common");
  const seesReports = hasRole(useSelf(), "supervisor");
  return (
    <nav className={classes.rail} aria-label={t("menu.label")}>
      <span className={classes.brand}>
        <Brand />
      </span>
      <Link
        to="/conversations"
        className={classes.item}
        activeProps={{ "aria-current": "page" }}
        aria-describedby={unread ? "rail-unread" : undefined}
      >
        <span className={classes.icon}>
          <MessageCircle size={21} aria-hidden />
          <CountBadge count={unread} />
        </span>
        {t("menu.conversations")}
      </Link>
      <span id="rail-unread" hidden>
        {t("unread", { count: unread })}
      </span>
      <Link to="/tickets" className={classes.item} activeProps={{ "aria-current": "page" }}>
        <span className={classes.icon}>
          <Ticket size={21} aria-hidden />
        </span>
        {t("menu.tickets")}
      </Link>
      <Link to="/contacts" className={classes.item} activeProps={{ "aria-current": "page" }}>
        <span className={classes.icon}>
          <Users size={21} aria-hidden />
        </span>
        {t("menu.contacts")}
      </Link>
      {seesReports && (
        <Link to="/reports/bot" className={classes.item} activeProps={{ "aria-current": "page" }}>
          <span className={classes.icon}>
            <ChartNoAxesColumn size={21} aria-hidden />
          </span>
          {t("menu.reports")}
        </Link>
      )}
      <Link to="/settings" className={classes.item} activeProps={{ "aria-current": "page" }}>
        <span className={classes.icon}>
          <Settings size={21} aria-hidden />
        </span>
        {t("menu.settings")}
      </Link>
    </nav>
  );
}
