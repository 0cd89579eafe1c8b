import { MailReady, MailSettings, MailSettingsView, MailTest } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { administrators, anyAgent } from "../../platform/http.ts";
import { door } from "../../platform/limits.ts";
import { isMailReady, readMailSettings, testMail, writeMailSettings } from "./mail.service.ts";

/** Configurações Gerais do Sistema > E-mail: administrators only, since it names a server of theirs; that mail goes out, everyone may know. */
export function mailRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: administrators };
  const response = { 200: MailSettingsView };
  routes.get("/api/settings/mail", { config, schema: { response } }, ({ actor }) =>
    readMailSettings(deps, actor),
  );
  routes.put("/api/settings/mail", { config, schema: { body: MailSettings, response } }, ({ actor, body }) =>
    writeMailSettings(deps, actor, body),
  );
  routes.get(
    "/api/settings/mail/ready",
    { config: { policy: anyAgent }, schema: { response: { 200: MailReady } } },
    ({ actor }) => isMailReady(deps, actor),
  );
  routes.post(
    "/api/settings/mail/test",
    { config: { ...config, ...door(10) }, schema: { response: { 200: MailTest } } },
    ({ actor }) => testMail(deps, actor),
  );
}
