import type { MailSettingsView } from "@balcao/api";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { queryClient } from "../../lib/queries.ts";

const MAIL = ["settings", "mail"] as const;

/** The account's mail server. What became of its mails nobody tells: it is asked for at each visit. */
export const useMailSettings = (): UseQueryResult<MailSettingsView> =>
  useQuery({
    queryKey: MAIL,
    queryFn: () => api<MailSettingsView>("/api/settings/mail"),
    refetchOnMount: "always",
  });

export function keepMailSettings(saved: MailSettingsView): void {
  queryClient.setQueryData(MAIL, saved);
  void queryClient.invalidateQueries({ queryKey: [...MAIL, "ready"] });
}
