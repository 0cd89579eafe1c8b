import type { ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import { useFewTickets } from "./queries.ts";
import { TicketList } from "./ticket-list.tsx";

/** The latest tickets that a contact asked for, as far as one may see them. */
export function ContactTickets({ contactId, none }: { contactId: string; none: string }): ReactElement {
  const { t } = useTranslation("tickets");
  const { data } = useFewTickets(contactId);
  if (!data) return <></>;
  if (data.items.length === 0) return <p className={none}>{t("noneOfContact")}</p>;
  return <TicketList tickets={data.items} />;
}
