import { Link, useLocation } from "@tanstack/react-router";
import { TriangleAlert, X } from "lucide-react";
import { useState, type ReactElement } from "react";
import classes from "../app/bars.module.css";
import { useTranslation } from "../lib/texts.ts";
import { stoppedOf, useTemplateUses } from "./uses.ts";

const KEY = "balcao.stopped-templates";

/**
 * On every screen of who oversees: Meta does not take a template any more, and what sends it by itself has stopped. Put away, it comes
 * back with the next one.
 */
export function StoppedBand(): ReactElement | null {
  const { t } = useTranslation(["templates", "common"]);
  const { data } = useTemplateUses();
  const { pathname } = useLocation();
  const [away, setAway] = useState(() => localStorage.getItem(KEY) ?? "");
  const stopped = data ? stoppedOf(data) : [];
  const names = stopped.map(({ template }) => template.name);
  const signature = stopped
    .map(({ template }) => `${template.name} ${template.language} ${template.status}`)
    .join("|");
  // the page itself tells more of it
  if (stopped.length === 0 || signature === away || pathname === "/settings/templates") return null;
  const hide = (): void => {
    localStorage.setItem(KEY, signature);
    setAway(signature);
  };
  return (
    <div role="status" className={classes.demo}>
      <TriangleAlert size={15} aria-hidden />
      <span className={classes.demoText}>
        {t("templates:stopped.band", { count: names.length, names: names.join(", ") })}{" "}
        <Link to="/settings/templates">{t("templates:stopped.see")}</Link>
      </span>
      <button
        type="button"
        className={classes.switch}
        aria-label={t("templates:stopped.hide")}
        onClick={hide}
      >
        <X size={16} aria-hidden />
      </button>
    </div>
  );
}
