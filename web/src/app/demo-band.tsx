import { Menu } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Check, ChevronDown, FlaskConical } from "lucide-react";
import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { api, sentenceOf } from "../lib/api.ts";
import { useSelf, useSignInOptions } from "../lib/queries.ts";
import { toast } from "../lib/toast.ts";
import { Avatar } from "./avatar.tsx";
import classes from "./bars.module.css";

/** Enters as one of the demo people and starts the page anew, so that nothing of the former person stays on the screen. */
export function useDemoSignIn(): { enter: (agentId: string) => void; entering: string | undefined } {
  const mutation = useMutation({
    mutationFn: (agentId: string) => api("/api/demo/sign-in", { method: "POST", body: { agentId } }),
    onSuccess: () => window.location.assign("/conversations"),
    onError: (error) => toast(sentenceOf(error), { tone: "error" }),
  });
  return {
    enter: mutation.mutate,
    entering: mutation.isPending || mutation.isSuccess ? mutation.variables : undefined,
  };
}

function PeopleMenu(): ReactElement {
  const { t } = useTranslation("common");
  const me = useSelf();
  const [opened, setOpened] = useState(false);
  const { data } = useSignInOptions(opened);
  const { enter } = useDemoSignIn();
  return (
    <Menu
      position="bottom-end"
      width={300}
      opened={opened}
      onChange={setOpened}
      shadow="md"
      withinPortal={false}
    >
      <Menu.Target>
        <button type="button" className={classes.switch}>
          {t("demo.youAre", { name: me.agent.name, role: t(`roles.${me.agent.role}`) })}{" "}
          <ChevronDown size={14} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
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
            <span className={classes.personName}>{person.name}</span>
            <span className={classes.personRole}>
              {[t(`roles.${person.role}`), ...person.teams].join(" · ")}
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Says on every screen of the demo that nothing leaves this machine, and lets one feel what each role may do. */
export function DemoBand(): ReactElement {
  const { t } = useTranslation("common");
  return (
    <aside className={classes.demo} aria-label={t("demo.label")}>
      <FlaskConical size={15} aria-hidden />
      <span className={classes.demoText}>{t("demo.text")}</span>
      <PeopleMenu />
    </aside>
  );
}
