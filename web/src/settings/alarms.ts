import { brokenMessages, type BrokenMessage } from "@balcao/core";
import { hasRole, useSelf } from "../lib/queries.ts";
import { useSharedTemplates } from "../templates/queries.ts";
import { stoppedOf, useTemplateUses } from "../templates/uses.ts";
import { useBot } from "../triggers/queries.ts";
import type { SettingsPage } from "./pages.ts";
import { useSettings } from "./queries.ts";

const NONE: readonly BrokenMessage[] = [];

/** Automatic messages as they are saved that say nothing any more after 24 h: Meta thinks otherwise of the template behind them. */
export function useBrokenMessages(): readonly BrokenMessage[] {
  const { data: settings } = useSettings();
  const { data: templates } = useSharedTemplates();
  return settings && templates ? brokenMessages(settings.autoMessages, templates) : NONE;
}

/** The pages on which something that speaks to customers has become wrong by itself; told to those who can mend it. */
export function useAlarms(): ReadonlySet<SettingsPage["to"]> {
  const mayMend = hasRole(useSelf(), "administrator");
  const { data: bot } = useBot();
  const broken = useBrokenMessages();
  const { data: uses } = useTemplateUses();
  const alarms = new Set<SettingsPage["to"]>();
  if (mayMend && broken.length > 0) alarms.add("/settings/general/whatsapp");
  if (mayMend && bot && bot.alarms.length > 0) alarms.add("/settings/triggers");
  if (mayMend && uses && stoppedOf(uses).length > 0) alarms.add("/settings/templates");
  return alarms;
}
