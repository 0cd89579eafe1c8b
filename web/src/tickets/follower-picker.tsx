import type { Ticket } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useState, type FormEvent, type ReactElement } from "react";
import { Dialog } from "../app/dialog.tsx";
import dialogs from "../conversations/dialogs/dialogs.module.css";
import { useAgents } from "../lib/queries.ts";
import { useTranslation } from "../lib/texts.ts";
import { actOn } from "./commands.ts";

/** Seguidores: those who may see the ticket, and who follows it though they no longer may. */
export function FollowerPicker({ ticket, close }: { ticket: Ticket; close: () => void }): ReactElement {
  const { t } = useTranslation(["tickets", "common", "marks"]);
  const { data: agents = [] } = useAgents();
  const { id: ticketId, followerIds, teamId, agentId } = ticket;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(followerIds));
  const sees = ({ id, active, role, teamIds }: (typeof agents)[number]): boolean =>
    active && (role !== "agent" || id === agentId || teamIds.includes(teamId));
  const shown = agents.filter((agent) => sees(agent) || followerIds.includes(agent.id));
  const toggle = (id: string): void => setChosen((now) => now.symmetricDifference(new Set([id])));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const before = new Set(followerIds);
    const add = [...chosen.difference(before)];
    const remove = [...before.difference(chosen)];
    close();
    if (add.length + remove.length > 0) void actOn(ticketId, { type: "followers", add, remove });
  };
  return (
    <Dialog onClose={close} title={t("tickets:followers.choose")} size="sm">
      <form className={dialogs.form} onSubmit={submit}>
        <fieldset className={dialogs.pick}>
          <legend>{t("tickets:followers.text")}</legend>
          <div className={dialogs.options}>
            {shown.map(({ id, name }) => (
              <label key={id} className={dialogs.option}>
                <input type="checkbox" checked={chosen.has(id)} onChange={() => toggle(id)} />
                <span className={dialogs.optionText}>{name}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <div className={dialogs.buttons}>
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button type="submit">{t("marks:labels.apply")}</Button>
        </div>
      </form>
    </Dialog>
  );
}
