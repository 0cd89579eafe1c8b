import type { SlaPolicy, SlaPolicyDraft, SlaSettingsView, TicketChoices } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Pencil, Timer, Trash2 } from "lucide-react";
import { useState, type ReactElement } from "react";
import { ErrorNotice, Notice } from "../../app/page-states.tsx";
import { keys } from "../../lib/queries.ts";
import { useTranslation } from "../../lib/texts.ts";
import { businessDuration } from "../../tickets/business-duration.ts";
import { pathName } from "../../tickets/use-choices.ts";
import { MoveButtons } from "../parts/move-buttons.tsx";
import { moved } from "../parts/moved.ts";
import { EditDialog } from "../parts/edit-dialog.tsx";
import { Loading } from "../parts/loading.tsx";
import table from "../parts/table.module.css";
import { PolicyDialog } from "./policy-dialog.tsx";
import { isForAll } from "./sla-values.ts";
import { savePolicies, useSlaOrder, useSlaSettings } from "./sla.ts";
import { TicketsFrame } from "./tickets-frame.tsx";

type Known = { settings: SlaSettingsView; choices: TicketChoices };

/** For which tickets a policy is, in one line. */
function useScope({ settings, choices }: Known): (policy: SlaPolicy) => string {
  const { t } = useTranslation(["ticketSettings", "desk"]);
  const nameOf = new Map(settings.organisations.map(({ id, name }) => [id, name]));
  return (policy) => {
    if (isForAll(policy)) return t("ticketSettings:sla.all");
    const parts = {
      priorities: policy.priorities.map((priority) => t(`desk:priority.${priority}`)),
      categories: policy.categoryIds.map((id) => pathName(choices.categories, id)),
      organisations: policy.organisationIds.map(
        (id) => nameOf.get(id) ?? t("ticketSettings:sla.organisationGone"),
      ),
    };
    return (["priorities", "categories", "organisations"] as const)
      .filter((part) => parts[part].length > 0)
      .map((part) => t(`ticketSettings:sla.scope.${part}`, { names: parts[part].join(", ") }))
      .join(" · ");
  };
}

type RowProps = {
  policy: SlaPolicy;
  scope: string;
  /** the name of a policy above it that is for all tickets, so that this one is never reached */
  hiddenBy: string | null;
  isFirst: boolean;
  isLast: boolean;
  edit: () => void;
  remove: () => void;
  move: (step: 1 | -1) => void;
};

function PolicyRow({ policy, scope, hiddenBy, isFirst, isLast, edit, remove, move }: RowProps): ReactElement {
  const { t } = useTranslation(["ticketSettings", "settings"]);
  const { name, firstAnswerMinutes, solutionMinutes, warnPercent } = policy;
  const button = { variant: "subtle", size: "compact-sm" } as const;
  const time = (minutes: number | null): string =>
    minutes === null ? "—" : businessDuration(minutes * 60_000);
  return (
    <tr>
      <th scope="row">
        <span className={table.main}>
          <span>{name}</span>
          <span className={table.sub}>{scope}</span>
        </span>
        {hiddenBy !== null && (
          <span className={table.tags}>
            <span data-tone="off">{t("ticketSettings:sla.never", { name: hiddenBy })}</span>
          </span>
        )}
      </th>
      <td data-label={t("ticketSettings:sla.firstAnswer")}>{time(firstAnswerMinutes)}</td>
      <td data-label={t("ticketSettings:sla.solution")}>{time(solutionMinutes)}</td>
      <td data-label={t("ticketSettings:sla.warn")}>{warnPercent === null ? "—" : `${warnPercent}%`}</td>
      <td className={table.acts}>
        <MoveButtons name={name} isFirst={isFirst} isLast={isLast} move={move} />
        <Button {...button} aria-label={t("ticketSettings:sla.edit", { name })} onClick={edit}>
          <Pencil size={16} aria-hidden />
        </Button>
        <Button {...button} aria-label={t("ticketSettings:sla.delete", { name })} onClick={remove}>
          <Trash2 size={16} aria-hidden />
        </Button>
      </td>
    </tr>
  );
}

/** In the place it has; a new one above the first that is for all tickets, where it can be reached. */
function placed(policies: readonly SlaPolicy[], policy: SlaPolicyDraft): SlaPolicyDraft[] {
  const all: readonly SlaPolicyDraft[] = policies;
  const index = all.findIndex(({ id }) => id === policy.id);
  if (index !== -1) return all.with(index, policy);
  const rest = isForAll(policy) ? -1 : all.findIndex(isForAll);
  return all.toSpliced(rest === -1 ? all.length : rest, 0, policy);
}

type DialogsProps = Known & { open: SlaPolicy | "new" | null; gone: SlaPolicy | null; close: () => void };

function Dialogs({ settings, choices, open, gone, close }: DialogsProps): ReactElement {
  const { t } = useTranslation("ticketSettings");
  const { policies } = settings;
  return (
    <>
      {open !== null && (
        <PolicyDialog
          settings={settings}
          choices={choices}
          policy={open === "new" ? null : open}
          place={(policy) => placed(policies, policy)}
          close={close}
        />
      )}
      {gone && (
        <EditDialog
          title={t("sla.delete", { name: gone.name })}
          submit={t("sla.confirm")}
          saved={t("sla.deleted", { name: gone.name })}
          list={keys.sla}
          isReady
          save={() =>
            savePolicies(
              policies.filter(({ id }) => id !== gone.id),
              settings,
            )
          }
          close={close}
          fields={[]}
        >
          {() => <p>{t("sla.deleteText")}</p>}
        </EditDialog>
      )}
    </>
  );
}

function Policies({
  settings,
  choices,
  open,
  setOpen,
}: Known & {
  open: SlaPolicy | "new" | null;
  setOpen: (open: SlaPolicy | "new" | null) => void;
}): ReactElement {
  const { t } = useTranslation(["ticketSettings", "settings"]);
  const [gone, setGone] = useState<SlaPolicy | null>(null);
  const scope = useScope({ settings, choices });
  const { order, shown } = useSlaOrder(settings);
  const policies = shown(settings.policies);
  const ids = policies.map(({ id }) => id);
  const all = policies.findIndex(isForAll);
  return (
    <>
      {policies.length === 0 ? (
        <Notice icon={<Timer size={24} aria-hidden />} title={t("ticketSettings:sla.empty")}>
          {t("ticketSettings:sla.emptyText")}
        </Notice>
      ) : (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t("ticketSettings:sla.policy")}</th>
              <th scope="col">{t("ticketSettings:sla.firstAnswer")}</th>
              <th scope="col">{t("ticketSettings:sla.solution")}</th>
              <th scope="col">{t("ticketSettings:sla.warn")}</th>
              <th scope="col">
                <span className="visually-hidden">{t("settings:acts")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {policies.map((policy, index) => (
              <PolicyRow
                key={policy.id}
                policy={policy}
                scope={scope(policy)}
                hiddenBy={all !== -1 && all < index ? (policies[all]?.name ?? null) : null}
                isFirst={index === 0}
                isLast={index === policies.length - 1}
                edit={() => setOpen(policy)}
                remove={() => setGone(policy)}
                move={(step) => order(moved(ids, policy.id, step))}
              />
            ))}
          </tbody>
        </table>
      )}
      <Dialogs
        settings={settings}
        choices={choices}
        open={open}
        gone={gone}
        close={() => {
          setOpen(null);
          setGone(null);
        }}
      />
    </>
  );
}

/** Configurações > Chamados > SLA: what is promised for which tickets, the first policy that matches. */
export function SlaPage(): ReactElement {
  const { t } = useTranslation(["ticketSettings", "desk"]);
  const [open, setOpen] = useState<SlaPolicy | "new" | null>(null);
  const { data, error, refetch } = useSlaSettings();
  return (
    <TicketsFrame
      lead={t("ticketSettings:sla.lead")}
      add={t("ticketSettings:sla.add")}
      onAdd={() => setOpen("new")}
    >
      {(choices) =>
        data ? (
          <Policies settings={data} choices={choices} open={open} setOpen={setOpen} />
        ) : error ? (
          <ErrorNotice error={error} retry={() => void refetch()} />
        ) : (
          <Loading />
        )
      }
    </TicketsFrame>
  );
}
