import type { TicketChoices } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { Plus } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { ErrorNotice } from "../../app/page-states.tsx";
import { useTicketChoices } from "../../tickets/use-choices.ts";
import { Loading } from "../parts/loading.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { SubTabs } from "../parts/sub-tabs.tsx";
import classes from "./tickets.module.css";

/** The sub-tabs of Configurações > Chamados. */
const TABS = [
  { to: "/settings/tickets/statuses", label: "statuses.title" },
  { to: "/settings/tickets/categories", label: "categories.title" },
  { to: "/settings/tickets/types", label: "types.title" },
  { to: "/settings/tickets/sla", label: "sla.title" },
  { to: "/settings/tickets/opening", label: "opening" },
  { to: "/settings/tickets/telling", label: "telling" },
] as const;

/** The head of every part of Configurações > Chamados. */
export function TicketsHead(): ReactElement {
  const { t } = useTranslation("ticketSettings");
  return (
    <>
      <PageHead title={t("title")} />
      <SubTabs label={t("tabs")} tabs={TABS.map(({ to, label }) => ({ to, label: t(label) }))} />
    </>
  );
}

type Props = {
  /** what this list is for */
  lead: string;
  add: string;
  onAdd: () => void;
  children: (choices: TicketChoices) => ReactNode;
};

/** One of the lists that tickets choose from: what it is for, and the button that adds to it. */
export function TicketsFrame({ lead, add, onAdd, children }: Props): ReactElement {
  const { data, error, refetch } = useTicketChoices();
  return (
    <>
      <TicketsHead />
      <div className={classes.lead}>
        <p>{lead}</p>
        <Button leftSection={<Plus size={16} aria-hidden />} onClick={onAdd}>
          {add}
        </Button>
      </div>
      {data ? (
        children(data)
      ) : error ? (
        <ErrorNotice error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </>
  );
}
