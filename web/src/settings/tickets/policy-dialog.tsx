import type { Organisation, SlaPolicy, SlaPolicyDraft, SlaSettingsView, TicketChoices } from "@balcao/api";
import { categoryTree, PRIORITIES } from "@balcao/core";
import { Checkbox, TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { api } from "../../lib/api.ts";
import { keys } from "../../lib/queries.ts";
import { useTranslation } from "../../lib/texts.ts";
import { pathName } from "../../tickets/use-choices.ts";
import { CheckList } from "../parts/check-list.tsx";
import { EditDialog } from "../parts/edit-dialog.tsx";
import { savePolicies } from "./sla.ts";
import {
  faultsOfPolicy,
  policyOf,
  valuesOfPolicy,
  type PolicyFault,
  type PolicyValues,
} from "./sla-values.ts";
import classes from "./sla.module.css";

type PartProps = { values: PolicyValues; change: (patch: Partial<PolicyValues>) => void };

function Priorities({ values, change }: PartProps): ReactElement {
  const { t } = useTranslation(["ticketSettings", "desk"]);
  return (
    <Checkbox.Group
      label={t("ticketSettings:sla.priorities")}
      description={t("ticketSettings:sla.noneIsAll")}
      value={values.priorities.map(String)}
      onChange={(chosen) =>
        change({ priorities: PRIORITIES.filter((priority) => chosen.includes(String(priority))) })
      }
    >
      <div className={classes.priorities}>
        {PRIORITIES.map((priority) => (
          <Checkbox key={priority} value={String(priority)} label={t(`desk:priority.${priority}`)} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

function Categories({
  values,
  change,
  choices,
}: PartProps & { choices: TicketChoices }): ReactElement | null {
  const { t } = useTranslation("ticketSettings");
  const { categories } = choices;
  if (categories.length === 0) return null;
  return (
    <CheckList
      label={t("categories.title")}
      help={t("sla.categoriesHelp")}
      searchLabel={t("sla.searchCategory")}
      nothing={t("sla.noneFound")}
      path="categoryIds"
      chosen={values.categoryIds}
      choose={(categoryIds) => change({ categoryIds })}
      items={categoryTree(categories)
        .filter(({ category: { id, active } }) => active || values.categoryIds.includes(id))
        .map(({ category: { id } }) => ({ id, label: pathName(categories, id), facts: "", mark: null }))}
    />
  );
}

function Organisations({
  values,
  change,
  known,
}: PartProps & { known: SlaSettingsView["organisations"] }): ReactElement {
  const { t } = useTranslation("ticketSettings");
  const [query, setQuery] = useState("");
  // those that were found once keep their names when another search does not find them
  const [seen, setSeen] = useState(new Map(known.map(({ id, name }) => [id, name])));
  const { data } = useQuery({
    queryKey: [...keys.organisations, query],
    queryFn: async () =>
      (await api<{ items: Organisation[] }>("/api/organisations", { query: { q: query } })).items,
    placeholderData: keepPreviousData,
  });
  const found = data ?? [];
  const chosen = values.organisationIds.filter((id) => !found.some((other) => other.id === id));
  return (
    <CheckList
      label={t("sla.organisations")}
      help={t("sla.organisationsHelp")}
      searchLabel={t("sla.searchOrganisation")}
      nothing={t("sla.noneFound")}
      path="organisationIds"
      search={setQuery}
      chosen={values.organisationIds}
      choose={(organisationIds) => {
        setSeen(new Map([...seen, ...found.map(({ id, name }) => [id, name] as const)]));
        change({ organisationIds });
      }}
      items={[
        ...chosen.map((id) => ({
          id,
          label: seen.get(id) ?? t("sla.organisationGone"),
          facts: "",
          mark: null,
        })),
        ...found.map(({ id, name, domain }) => ({ id, label: name, facts: domain, mark: null })),
      ]}
    />
  );
}

type FaultText = (field: PolicyFault["field"]) => string | undefined;

function Targets({ values, change, fault }: PartProps & { fault: FaultText }): ReactElement {
  const { t } = useTranslation("ticketSettings");
  return (
    <div className={classes.targets}>
      {(["firstAnswer", "solution"] as const).map((field) => (
        <TextInput
          key={field}
          label={t(`sla.${field}`)}
          description={t(`sla.${field}Help`)}
          placeholder={t("sla.noTarget")}
          maxLength={8}
          autoComplete="off"
          value={values[field]}
          error={fault(field)}
          onChange={(event) => change({ [field]: event.currentTarget.value })}
        />
      ))}
      <TextInput
        label={t("sla.warn")}
        description={t("sla.warnHelp")}
        placeholder={t("sla.noWarning")}
        inputMode="numeric"
        maxLength={2}
        autoComplete="off"
        rightSection="%"
        value={values.warn}
        error={fault("warn")}
        onChange={(event) => change({ warn: event.currentTarget.value })}
      />
    </div>
  );
}

type Props = {
  settings: SlaSettingsView;
  choices: TicketChoices;
  /** null = a new one, which stands above all that ask nothing */
  policy: SlaPolicy | null;
  place: (policy: SlaPolicyDraft) => SlaPolicyDraft[];
  close: () => void;
};

/** What is promised, and for which tickets. */
export function PolicyDialog({ settings, choices, policy, place, close }: Props): ReactElement {
  const { t } = useTranslation(["ticketSettings", "common"]);
  const [values, setValues] = useState(() => valuesOfPolicy(policy));
  const change = (patch: Partial<PolicyValues>): void => setValues((now) => ({ ...now, ...patch }));
  const faults = faultsOfPolicy(values);
  const faultOf: FaultText = (field) => {
    const found = faults.find((fault) => fault.field === field);
    return found && t(`ticketSettings:sla.faults.${found.code}`);
  };
  const draft = policyOf(policy?.id ?? null, values);
  const saved = place(draft);
  const index = saved.indexOf(draft);
  return (
    <EditDialog
      title={policy ? t("ticketSettings:sla.edit", { name: policy.name }) : t("ticketSettings:sla.add")}
      submit={t("common:save")}
      saved={t(policy ? "ticketSettings:saved" : "ticketSettings:created", { name: values.name.trim() })}
      list={keys.sla}
      isReady={values.name.trim() !== "" && faults.length === 0}
      save={() => savePolicies(saved, settings)}
      close={close}
      fields={[`policies.${index}.name`]}
    >
      {(fault) => (
        <>
          <TextInput
            data-autofocus
            label={t("ticketSettings:name")}
            value={values.name}
            maxLength={60}
            required
            autoComplete="off"
            error={fault(`policies.${index}.name`)}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <Targets values={values} change={change} fault={faultOf} />
          <Priorities values={values} change={change} />
          <Categories values={values} change={change} choices={choices} />
          <Organisations values={values} change={change} known={settings.organisations} />
        </>
      )}
    </EditDialog>
  );
}
