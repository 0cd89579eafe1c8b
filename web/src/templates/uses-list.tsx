import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import classes from "./template-page.module.css";
import type { TemplateUse } from "./uses.ts";

/** What one use is called, as part of a list. */
export function useUseName(): (use: TemplateUse) => string {
  const { t } = useTranslation(["templates", "settings"]);
  return ({ kind, label, count }) => {
    if (kind === "scheduled") return t("templates:uses.scheduled", { count });
    if (kind === "auto_message") {
      return t("templates:uses.auto_message", { message: t(`settings:autoMessages.${label as "welcome"}`) });
    }
    return t(`templates:uses.${kind}`, { name: label });
  };
}

function Way({ use, children }: { use: TemplateUse; children: string }): ReactElement {
  switch (use.kind) {
    case "trigger":
    case "draft_trigger":
      return <Link to="/settings/triggers">{children}</Link>;
    case "auto_message":
      return <Link to="/settings/general/whatsapp">{children}</Link>;
    case "ticket_notice":
      return <Link to="/settings/tickets/telling">{children}</Link>;
    case "scheduled":
      return <>{children}</>;
  }
}

/** What sends a template by itself, each with the way to it. */
export function UsesList({ uses }: { uses: readonly TemplateUse[] }): ReactElement {
  const nameOf = useUseName();
  return (
    <ul className={classes.uses}>
      {uses.map((use) => (
        <li key={`${use.kind} ${use.id ?? use.label}`}>
          <Way use={use}>{nameOf(use)}</Way>
        </li>
      ))}
    </ul>
  );
}
