import { WhatsAppSettings, WhatsAppSettingsView } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { administrators, anyAgent } from "../../platform/http.ts";
import { listTeams } from "../agents/index.ts";
import { getSettings, putSettings } from "./settings.service.ts";

/** Declared here, filled by the conversations module: timers armed by the old values are looked at again. */
export type OnSettingsSaved = (tx: Tx, accountId: string, now: number) => Promise<void>;

/** Configurações Gerais do Sistema > Integração com o WhatsApp: everyone may look, administrators save. */
export function settingsRoutes(app: FastifyInstance, deps: Deps, onSaved: OnSettingsSaved): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  routes.get(
    "/api/settings/whatsapp",
    { config: { policy: anyAgent }, schema: { response: { 200: WhatsAppSettingsView } } },
    ({ actor }) => inAccount(deps.app, actor.accountId, (tx) => getSettings(tx, actor.accountId)),
  );
  routes.put(
    "/api/settings/whatsapp",
    {
      config: { policy: administrators },
      schema: { body: WhatsAppSettings, response: { 200: WhatsAppSettingsView } },
    },
    async ({ actor, body }) => {
      const saved = await inAccount(deps.app, actor.accountId, async (tx) => {
        const teams = await listTeams(tx, actor.accountId);
        const now = deps.clock.now();
        const settings = await putSettings(tx, actor, body, new Set(teams.map((team) => team.id)), now);
        await onSaved(tx, actor.accountId, now);
        return settings;
      });
      deps.wake.signal("events");
      return saved;
    },
  );
}
