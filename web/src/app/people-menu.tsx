import { Menu } from "@mantine/core";
import { Check } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { useSelf, useSignInOptions } from "../lib/queries.ts";
import { Avatar } from "./avatar.tsx";
import { useDemoSignIn } from "./demo-sign-in.ts";
import { HungMenu } from "./hung-menu.tsx";
import type { Hanging } from "./menu-button.tsx";
import classes from "./people-menu.module.css";

/** The people of the demo, to be any of them. */
export function PeopleMenu(hanging: Hanging): ReactElement {
  const { t } = useTranslation("common");
  const me = useSelf();
  const { data } = useSignInOptions(hanging.opened);
  const { enter } = useDemoSignIn();
  return (
    <HungMenu {...hanging} width={300}>
      <Menu.Label>{t("demo.switch")}</Menu.Label>
      {(data?.demoPeople ?? []).map((person) => (
        <Menu.Item
          key={person.agentId}
          leftSection={<Avatar id={person.agentId} name={person.name} size={30} />}
          rightSection={
            person.agentId === me.agent.id ? <Check size={16} aria-label={t("demo.current")} /> : null
          }
          onClick={() => enter(person.agentId)}
        >
          <span className={classes.name}>{person.name}</span>
          <span className={classes.role}>{[t(`roles.${person.role}`), ...person.teams].join(" · ")}</span>
        </Menu.Item>
      ))}
    </HungMenu>
  );
}
