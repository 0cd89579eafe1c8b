import type { ContactCard, ContactDetails, CustomField } from "@balcao/api";
import { Button, Textarea } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState, type FormEvent, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { Avatar } from "../../app/avatar.tsx";
import { sentenceOf } from "../../lib/api.ts";
import { queryClient, useFields } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import { CONTACT } from "../../realtime/cache.ts";
import { postKeyed } from "../commands.ts";
import dialogs from "../dialogs/dialogs.module.css";
import { PickList } from "../dialogs/pick-list.tsx";
import { nameOf } from "../names.ts";
import { newKey } from "../new-key.ts";
import { useConversationSearch } from "../queries.ts";
import { useContact } from "./contact-data.ts";
import classes from "./contact-panel.module.css";
import { fieldText } from "./field-text.ts";

const LONGEST_CAUSE = 500;

type Line = { id: string; name: string; kept: string; gone: string; after: string };

/** What both say, side by side, and what the kept contact has afterwards: its own, and what it did not have. */
function useLines(kept: ContactDetails, gone: ContactDetails): Line[] {
  const { t, i18n } = useTranslation(["contact", "desk"]);
  const { data: fields } = useFields();
  const locale = i18n.language === "en" ? "en" : "pt-BR";
  const words = { yes: t("contact:yes"), no: t("contact:no") };
  const line = (id: string, name: string, ours: string | null, theirs: string | null): Line => ({
    id,
    name,
    kept: ours ?? "–",
    gone: theirs ?? "–",
    after: ours ?? theirs ?? "–",
  });
  const phones = ({ phones: all }: ContactDetails): string[] => all.map(({ phone }) => phone);
  const value = ({ fields: values }: ContactDetails, { id, kind }: CustomField): string | null => {
    const known = values[id];
    return known === undefined ? null : fieldText(known, kind, locale, words);
  };
  const both = {
    ...line("phones", t("desk:panel.phone"), phones(kept).join(", "), phones(gone).join(", ")),
    after: [...phones(kept), ...phones(gone)].join(", "),
  };
  return [
    line("name", t("desk:panel.name"), kept.name, gone.name),
    both,
    line("username", t("desk:panel.username"), kept.username, gone.username),
    line("profile", t("desk:panel.profileName"), kept.profileName, gone.profileName),
    line(
      "organisation",
      t("contact:organisation"),
      kept.organisation?.name ?? null,
      gone.organisation?.name ?? null,
    ),
    ...(fields ?? [])
      .filter(({ active }) => active)
      .map((field) => line(field.id, field.label, value(kept, field), value(gone, field))),
  ].filter(({ after }) => after !== "–" && after !== "");
}

function Comparison({ kept, gone }: { kept: ContactDetails; gone: ContactDetails }): ReactElement {
  const { t } = useTranslation("contact");
  const lines = useLines(kept, gone);
  return (
    <table className={classes.comparison}>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">{t("fields")}</span>
          </th>
          <th scope="col">{t("merge.kept")}</th>
          <th scope="col">{t("merge.gone")}</th>
          <th scope="col">{t("merge.after")}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ id, name, kept: ours, gone: theirs, after }) => (
          <tr key={id}>
            <th scope="row">{name}</th>
            <td>{ours}</td>
            <td>{theirs}</td>
            <td>
              <strong>{after}</strong>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The contacts a search finds, each once, without the one in front. */
function useOthers(contactId: string, query: string): ContactCard[] {
  const { data } = useConversationSearch(query);
  const contacts = new Map((data ?? []).map(({ contact }) => [contact.id, contact]));
  contacts.delete(contactId);
  return [...contacts.values()];
}

/** Another contact goes into this one: who it is, what becomes of both, and why. */
export function MergeDialog({
  contact,
  close,
}: {
  contact: ContactDetails;
  close: () => void;
}): ReactElement {
  const { t } = useTranslation(["contact", "desk", "common"]);
  const [query, setQuery] = useState("");
  const [otherId, setOtherId] = useState("");
  const [cause, setCause] = useState("");
  const key = useRef(newKey());
  const others = useOthers(contact.id, query.trim());
  const { data: other } = useContact(otherId, otherId !== "");
  const merge = useMutation({
    mutationFn: () =>
      postKeyed(`/api/contacts/${contact.id}/merge`, { key: key.current, otherId, cause: cause.trim() }),
    onSuccess: () => {
      close();
      toast(t("contact:merge.done"));
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: [CONTACT, contact.id] }),
  });
  const isReady = other !== undefined && cause.trim() !== "";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) merge.mutate();
  };
  return (
    <Dialog onClose={close} title={t("contact:merge.title")} size="lg">
      <form className={dialogs.form} onSubmit={submit}>
        <PickList
          focus
          label={t("contact:merge.other")}
          placeholder={t("contact:merge.search")}
          nothing={t("contact:merge.nobody")}
          value={otherId}
          choose={setOtherId}
          search={setQuery}
          items={others.map((card) => ({
            id: card.id,
            label: nameOf(card, t("desk:unknownContact")),
            facts: [card.phone, card.profileName, card.username].filter(Boolean).join(" · "),
            mark: <Avatar id={card.id} name={card.name ?? card.profileName ?? ""} size={30} />,
          }))}
        />
        {other && <Comparison kept={contact} gone={other} />}
        <p className={classes.explained}>{t("contact:merge.effect")}</p>
        <Textarea
          label={t("contact:merge.cause")}
          required
          autosize
          minRows={2}
          maxLength={LONGEST_CAUSE}
          value={cause}
          onChange={(event) => setCause(event.currentTarget.value)}
        />
        {merge.error && (
          <p role="alert" className={classes.complaint}>
            {sentenceOf(merge.error)}
          </p>
        )}
        <div className={dialogs.buttons}>
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" disabled={!isReady} loading={merge.isPending}>
            {t("contact:merge.do")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
