import type { ContactDetails, Organisation } from "@balcao/api";
import { Button, Textarea, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { Building2, Plus } from "lucide-react";
import { useState, type FormEvent, type ReactElement } from "react";
import { Dialog } from "../../app/dialog.tsx";
import { useTranslation } from "../../lib/texts.ts";
import { api, ApiError, sentenceOf } from "../../lib/api.ts";
import { keys } from "../../lib/queries.ts";
import dialogs from "../dialogs/dialogs.module.css";
import { PickList } from "../dialogs/pick-list.tsx";
import { keepContact } from "./contact-data.ts";
import classes from "./contact-panel.module.css";

const useOrganisations = (q: string) =>
  useQuery({
    queryKey: [...keys.organisations, q],
    queryFn: async () => (await api<{ items: Organisation[] }>("/api/organisations", { query: { q } })).items,
    placeholderData: keepPreviousData,
  });

/** Puts the contact into an organisation, out of the one the screen showed. */
async function putIn(contact: ContactDetails, organisationId: string | null): Promise<void> {
  const body = { organisationId, was: contact.organisation?.id ?? null };
  keepContact(await api<ContactDetails>(`/api/contacts/${contact.id}/organisation`, { method: "PUT", body }));
}

type FormProps = {
  begin: Organisation | string;
  saved: (organisation: Organisation) => Promise<void>;
  back: () => void;
};

/** A new organisation (its name may have been typed already), or another name, domain and notes for one that is there. */
export function OrganisationForm({ begin, saved, back }: FormProps): ReactElement {
  const { t } = useTranslation(["contact", "common"]);
  const known = typeof begin === "string" ? null : begin;
  const [fields, setFields] = useState({
    name: typeof begin === "string" ? begin : begin.name,
    domain: known?.domain ?? "",
    notes: known?.notes ?? "",
  });
  const change = (next: Partial<typeof fields>): void => setFields((now) => ({ ...now, ...next }));
  const save = useMutation({
    mutationFn: async () =>
      saved(
        known
          ? await api<Organisation>(`/api/organisations/${known.id}`, {
              method: "PUT",
              body: { ...fields, version: known.version },
            })
          : await api<Organisation>("/api/organisations", { method: "POST", body: fields }),
      ),
  });
  const faults = save.error instanceof ApiError ? (save.error.problem?.fields ?? []) : [];
  const fault = (path: string): string | undefined => faults.find((entry) => entry.path === path)?.message;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (fields.name.trim() !== "") save.mutate();
  };
  return (
    <form className={dialogs.form} onSubmit={submit}>
      <TextInput
        data-autofocus
        label={t("contact:organisationName")}
        required
        maxLength={120}
        autoComplete="off"
        value={fields.name}
        error={fault("name")}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t("contact:domain")}
        description={t("contact:domainHelp")}
        maxLength={253}
        autoComplete="off"
        value={fields.domain}
        error={fault("domain")}
        onChange={(event) => change({ domain: event.currentTarget.value })}
      />
      <Textarea
        label={t("contact:organisationNotes")}
        autosize
        minRows={2}
        maxLength={1000}
        value={fields.notes}
        onChange={(event) => change({ notes: event.currentTarget.value })}
      />
      {save.error && faults.length === 0 && (
        <p role="alert" className={classes.complaint}>
          {sentenceOf(save.error)}
        </p>
      )}
      <div className={dialogs.buttons}>
        <Button variant="default" onClick={back}>
          {t("common:cancel")}
        </Button>
        <Button type="submit" loading={save.isPending}>
          {t("contact:saveOrganisation")}
        </Button>
      </div>
    </form>
  );
}

type ChooseProps = { contact: ContactDetails; begin: (name: string) => void; close: () => void };

function Choose({ contact, begin, close }: ChooseProps): ReactElement {
  const { t } = useTranslation(["contact", "common"]);
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(contact.organisation?.id ?? "");
  const { data } = useOrganisations(query.trim());
  const save = useMutation({ mutationFn: () => putIn(contact, chosen || null), onSuccess: close });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className={dialogs.form} onSubmit={submit}>
      <PickList
        focus
        label={t("contact:organisation")}
        placeholder={t("contact:searchOrganisation")}
        nothing={t("contact:noOrganisationFound")}
        value={chosen}
        choose={setChosen}
        search={setQuery}
        items={[
          ...(query.trim() === ""
            ? [{ id: "", label: t("contact:noOrganisation"), facts: "", mark: null }]
            : []),
          ...(data ?? []).map(({ id, name, domain }) => ({
            id,
            label: name,
            facts: domain,
            mark: <Building2 size={18} aria-hidden />,
          })),
        ]}
      />
      {save.error && (
        <p role="alert" className={classes.complaint}>
          {sentenceOf(save.error)}
        </p>
      )}
      <div className={dialogs.buttons}>
        <Button
          variant="subtle"
          leftSection={<Plus size={16} aria-hidden />}
          onClick={() => begin(query.trim())}
        >
          {t("contact:newOrganisation")}
        </Button>
        <Button variant="default" onClick={close}>
          {t("common:cancel")}
        </Button>
        <Button type="submit" loading={save.isPending}>
          {t("contact:take")}
        </Button>
      </div>
    </form>
  );
}

/** Chooses the customer's organisation, makes one, or changes the one they are in. */
export function OrganisationDialog({
  contact,
  act,
  close,
}: {
  contact: ContactDetails;
  act: "choose" | "edit";
  close: () => void;
}): ReactElement {
  const { t } = useTranslation(["contact", "common"]);
  const [begun, setBegun] = useState<string | null>(null);
  const edited = act === "edit" ? contact.organisation : null;
  return (
    <Dialog
      onClose={close}
      title={t(
        edited
          ? "contact:editOrganisation"
          : begun === null
            ? "contact:chooseOrganisation"
            : "contact:newOrganisation",
      )}
    >
      {edited ? (
        <OrganisationForm
          begin={edited}
          back={close}
          saved={async (organisation) => {
            keepContact({ ...contact, organisation });
            close();
          }}
        />
      ) : begun === null ? (
        <Choose contact={contact} begin={setBegun} close={close} />
      ) : (
        <OrganisationForm
          begin={begun}
          back={() => setBegun(null)}
          saved={async ({ id }) => {
            await putIn(contact, id);
            close();
          }}
        />
      )}
    </Dialog>
  );
}
