import { TICKET_STAGES, type TicketStage } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { insertWorkflow } from "./choices.queries.ts";

const COLORS: Record<TicketStage, string> = {
  open: "#b45309",
  in_progress: "#2563eb",
  waiting: "#7c3aed",
  resolved: "#0b7567",
  closed: "#475569",
};
const NAMES: Record<"pt-BR" | "en", Record<TicketStage, string>> = {
  "pt-BR": {
    open: "Aberto",
    in_progress: "Em atendimento",
    waiting: "Aguardando cliente",
    resolved: "Resolvido",
    closed: "Fechado",
  },
  en: {
    open: "Open",
    in_progress: "In progress",
    waiting: "Waiting for customer",
    resolved: "Resolved",
    closed: "Closed",
  },
};

/** A new account's workflow: one status for each stage, in the account's language. */
export const prepareTickets = (
  tx: Tx,
  { accountId, locale }: { accountId: string; locale: "pt-BR" | "en" },
  now: number,
): Promise<void> =>
  insertWorkflow(
    tx,
    accountId,
    TICKET_STAGES.map((stage) => ({ stage, name: NAMES[locale][stage], color: COLORS[stage] })),
    now,
  );
