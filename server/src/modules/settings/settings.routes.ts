import { HolidaySettings, WhatsAppSettings, WhatsAppSettingsView } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { administrators, anyAgent } from "../../platform/http.ts";
import { readHolidays, writeHolidays } from "./holidays.service.ts";
import { readSettings, writeSettings, type OnSettingsSaved } from "./settings.service.ts";

/** Configurações Gerais do Sistema > Integração com o WhatsApp: everyone may look, administrators save. */
export function settingsRoutes(app: FastifyInstance, deps: Deps, onSaved: OnSettingsSaved): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const response = { 200: WhatsAppSettingsView };
  routes.get("/api/settings/whatsapp", { config: { policy: anyAgent }, schema: { response } }, ({ actor }) =>
    readSettings(deps, actor),
  );
  routes.put(
    "/api/settings/whatsapp",
    { config: { policy: administrators }, schema: { body: WhatsAppSettings, response } },
    ({ actor, body }) => writeSettings(deps, actor, body, onSaved),
  );
  const holidays = { 200: HolidaySettings };
  routes.get(
    "/api/settings/holidays",
    { config: { policy: anyAgent }, schema: { response: holidays } },
    ({ actor }) => readHolidays(deps, actor),
  );
  routes.put(
    "/api/settings/holidays",
    { config: { policy: administrators }, schema: { body: HolidaySettings, response: holidays } },
    ({ actor, body }) => writeHolidays(deps, actor, body, onSaved),
  );
}
