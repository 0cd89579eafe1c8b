import type { ConversationRow, Team } from "@balcao/api";
import { fillText, firstNameOf, greetingFor, isOpenAt, isWindowOpen } from "@balcao/core";
import { useTranslation } from "../../lib/texts.ts";
import { useNow } from "../../lib/clock.ts";
import { useSelf } from "../../lib/queries.ts";
import { useCalendars } from "../../settings/calendars.ts";
import { useSettings } from "../../settings/queries.ts";

/** Is nobody to be expected in a team at this moment, by its hours and holidays? */
export function useClosedNow(): (team: Team) => boolean {
  const now = useNow();
  const calendarOf = useCalendars();
  return (team) => calendarOf !== null && !isOpenAt(calendarOf(team), now);
}

/**
 * What "Avisar o cliente" will say, as the customer of one conversation reads it, or why nothing goes out; null until the settings and
 * the team are known. For several conversations what differs between them stays as it is written.
 */
export function useHandOverNotice(
  conversations: readonly ConversationRow[],
  team: Team | undefined,
): string | null {
  const { t } = useTranslation("dialogs");
  const me = useSelf();
  const now = useNow();
  const { data: settings } = useSettings();
  const message = settings?.autoMessages.hand_over;
  if (!message || !team) return null;
  if (message.text.trim() === "") return t("forward.notifyNothing");
  const [only] = conversations;
  const one = conversations.length === 1 ? only : undefined;
  const closesAt = one?.windowClosesAt ?? null;
  if (one && !isWindowOpen(closesAt === null ? null : Date.parse(closesAt), now))
    return t(message.template ? "forward.notifyTemplate" : "forward.notifyLate");
  const name = one?.contact.name ?? null;
  const { account } = me;
  const text = fillText(message.text, {
    "contato.nome": name,
    "contato.primeiro_nome": name === null ? null : firstNameOf(name),
    "equipe.nome": team.name,
    "conta.nome": account.name,
    saudacao: greetingFor(now, account.timeZone, account.locale),
    protocolo: one ? String(one.protocol) : null,
    chamado: null,
    "chamado.titulo": null,
    "chamado.status": null,
    "chamado.atendente": null,
  });
  return t("forward.notifyWill", { text });
}
