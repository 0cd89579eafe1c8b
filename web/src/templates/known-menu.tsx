import { ActionIcon, Menu } from "@mantine/core";
import { Braces } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import classes from "./template-choice.module.css";
import { FACTS, type KnownFacts } from "./prefill.ts";

/** What is known of the contact and the ticket, to be put where the cursor stood. */
export function KnownMenu({
  place,
  known,
  insert,
}: {
  /** what its field is called */
  place: string;
  known: KnownFacts;
  insert: (text: string) => void;
}): ReactElement | null {
  const { t } = useTranslation("templates");
  const label = t("known.insert", { place });
  const facts = FACTS.flatMap((fact) => (known[fact] === undefined ? [] : [{ fact, value: known[fact] }]));
  if (facts.length === 0) return null;
  return (
    <Menu position="bottom-end" shadow="md" withinPortal={false} returnFocus={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={label} title={label}>
          <Braces size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {facts.map(({ fact, value }) => (
          <Menu.Item key={fact} onClick={() => insert(value)}>
            {t(`known.${fact}`)} <small className={classes.fact}>{value}</small>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
