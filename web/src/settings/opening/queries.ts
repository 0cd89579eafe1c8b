import type { MailReady, TicketOpeningSettings } from "@balcao/api";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { queryClient } from "../../lib/queries.ts";

const OPENING = ["settings", "ticket-opening"] as const;

export const useOpening = (): UseQueryResult<TicketOpeningSettings> =>
  useQuery({
    queryKey: OPENING,
    queryFn: () => api<TicketOpeningSettings>("/api/settings/ticket-opening"),
  });

export const keepOpening = (saved: TicketOpeningSettings): void =>
  void queryClient.setQueryData(OPENING, saved);

/** Can this account send e-mail? */
export const useMailReady = (): UseQueryResult<MailReady> =>
  useQuery({
    queryKey: ["settings", "mail", "ready"],
    queryFn: () => api<MailReady>("/api/settings/mail/ready"),
  });
