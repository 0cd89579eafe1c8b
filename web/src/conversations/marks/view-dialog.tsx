import type { ListView, ListViewFields, ViewedList } from "@balcao/api";
import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { useState, type FormEvent, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { api, sentenceOf } from "../../lib/api.ts";
import { hasRole, keys, queryClient, useSelf, useTeams } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import dialogs from "../dialogs/dialogs.module.css";
import classes from "./marks.module.css";
import { isSameFilter, searchOf, type ViewFilter } from "./views.ts";

const LONGEST_NAME = 80;

type Props = {
  /** what it is a view of */
  list: ViewedList;
  /** null = a new one of what the list shows now */
  view: ListView | null;
  /** what the list shows now */
  filter: ViewFilter;
  close: () => void;
};

/** Saves, changes or deletes a view. What was refused stays typed, with the reason. */
function useViewActs({ view, close }: Props) {
  const { t } = useTranslation("marks");
  const navigate = useNavigate();
  const settled = () => queryClient.invalidateQueries({ queryKey: keys.views });
  const save = useMutation({
    mutationFn: (fields: ListViewFields) =>
      view
        ? api<ListView>(`/api/views/${view.id}`, {
            method: "PUT",
            body: { version: view.version, view: fields },
          })
        : api<ListView>("/api/views", { method: "POST", body: fields }),
    onSuccess: async (saved) => {
      await settled();
      close();
      toast(t(view ? "views.saved" : "views.created"));
      void navigate({ to: ".", search: searchOf(saved) });
    },
    onError: settled,
  });
  const remove = useMutation({
    mutationFn: () => api(`/api/views/${view?.id}`, { method: "DELETE" }),
    onSuccess: () => {
      close();
      toast(t("views.deleted"));
      void navigate({ to: ".", search: {} });
    },
    onSettled: settled,
  });
  return { save, remove };
}

/** Visão: a name, who sees it, and what it shows. */
export function ViewDialog(props: Props): ReactElement {
  const { list, view, filter, close } = props;
  const { t } = useTranslation(["marks", "common"]);
  const mayShare = hasRole(useSelf(), "supervisor");
  const { data: teams = [] } = useTeams();
  const { save, remove } = useViewActs(props);
  const [name, setName] = useState(view?.name ?? "");
  // "me", "account", or the id of a team
  const [who, setWho] = useState<string>(view?.teamId ?? view?.sharedWith ?? "me");
  const differs = view !== null && !isSameFilter(view.filter, filter);
  const [renews, setRenews] = useState(false);
  const isOfTeam = who !== "me" && who !== "account";
  const error = save.error ?? remove.error;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === "") return;
    save.mutate({
      list,
      name: name.trim(),
      sharedWith: isOfTeam ? "team" : who === "me" ? "me" : "account",
      teamId: isOfTeam ? who : null,
      filter: view && !renews ? view.filter : filter,
    });
  };
  return (
    <Dialog onClose={close} title={t(view ? "marks:views.edit" : "marks:views.new")} size="sm">
      <form className={dialogs.form} onSubmit={submit}>
        <TextInput
          data-autofocus
          label={t("marks:views.name")}
          value={name}
          maxLength={LONGEST_NAME}
          required
          autoComplete="off"
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {mayShare && (
          <NativeSelect
            label={t("marks:views.sharedWith")}
            value={who}
            onChange={(event) => setWho(event.currentTarget.value)}
            data={[
              { value: "me", label: t("marks:views.me") },
              ...teams.map((team) => ({ value: team.id, label: t("marks:views.team", { team: team.name }) })),
              { value: "account", label: t("marks:views.account") },
            ]}
          />
        )}
        {view === null && <p className={classes.help}>{t("marks:views.filters")}</p>}
        {differs && (
          <Checkbox
            label={t("marks:views.update")}
            checked={renews}
            onChange={(event) => setRenews(event.currentTarget.checked)}
          />
        )}
        {error && (
          <p className={classes.error} role="alert">
            {sentenceOf(error)}
          </p>
        )}
        <div className={dialogs.buttons}>
          {view && (
            <Button
              variant="subtle"
              color="red"
              leftSection={<Trash2 size={16} aria-hidden />}
              loading={remove.isPending}
              onClick={() => remove.mutate()}
            >
              {t("marks:views.delete")}
            </Button>
          )}
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t("common:save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
