import { ChevronDown, FlaskConical } from "lucide-react";
import { type ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { lazyAhead } from "../lib/ahead.ts";
import { useSelf } from "../lib/queries.ts";
import classes from "./bars.module.css";
import { MenuButton } from "./menu-button.tsx";

const PeopleMenu = lazyAhead(async () => ({ default: (await import("./people-menu.tsx")).PeopleMenu }));

/** Says on every screen of the demo that nothing leaves this machine, and lets one feel what each role may do. */
export function DemoBand(): ReactElement {
  const { t } = useTranslation("common");
  const me = useSelf();
  return (
    <aside className={classes.demo} aria-label={t("demo.label")}>
      <FlaskConical size={15} aria-hidden />
      <span className={classes.demoText}>{t("demo.text")}</span>
      <MenuButton className={classes.switch} menu={(hanging) => <PeopleMenu {...hanging} />}>
        {t("demo.youAre", { name: me.agent.name, role: t(`roles.${me.agent.role}`) })}{" "}
        <ChevronDown size={14} aria-hidden />
      </MenuButton>
    </aside>
  );
}
