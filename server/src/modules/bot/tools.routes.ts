import {
  BotExamples,
  BotFile,
  BotImport,
  BotReplay,
  BotReplayRequest,
  BotReport,
  BotReportQuery,
  BotScriptFields,
  BotScriptList,
  BotScriptUpdate,
  BotVersionList,
  BotVersionView,
  BotView,
  IdParams,
  VersionParams,
} from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { administrators, anyAgent } from "../../platform/http.ts";
import { botExamples, botFileSchema } from "./bot-file.ts";
import { readsReports } from "./bot.policy.ts";
import { exportBot, importBot } from "./file.service.ts";
import { replayHistory } from "./replay.service.ts";
import { reportBot } from "./report.service.ts";
import { addScript, changeScript, getScripts, removeScript } from "./scripts.service.ts";
import { getVersion, getVersions, restoreVersion } from "./versions.service.ts";

type Within = <T>(actor: Actor, work: (tx: Tx) => Promise<T>) => Promise<T>;

const FILE_NAME = "balcao-bot.json";
/** a thousand triggers with the longest texts */
const FILE_LIMIT = 8 * 1024 * 1024;
const look = { policy: anyAgent };
const config = { policy: administrators };

/** Versions, files, kept scripts, replay and report of the bot. Agents may look, except at what other teams' customers wrote. */
export function toolRoutes(app: FastifyInstance, deps: Deps): void {
  const within: Within = (actor, work) => inAccount(deps.app, actor.accountId, work);
  const change: Within = async (actor, work) => {
    const answer = await within(actor, work);
    deps.wake.signal("events");
    return answer;
  };
  versionRoutes(app, deps, within, change);
  fileRoutes(app, deps, within, change);
  scriptRoutes(app, deps, within, change);
  const routes = app.withTypeProvider<ZodTypeProvider>();
  routes.post(
    "/api/bot/replay",
    { config, schema: { body: BotReplayRequest, response: { 200: BotReplay } } },
    ({ actor, body }) => within(actor, (tx) => replayHistory(tx, actor.accountId, body.conversations)),
  );
  routes.get(
    "/api/reports/bot",
    {
      config: { policy: readsReports },
      schema: { querystring: BotReportQuery, response: { 200: BotReport } },
    },
    ({ actor, query }) => within(actor, (tx) => reportBot(tx, actor.accountId, query)),
  );
}

function versionRoutes(app: FastifyInstance, deps: Deps, within: Within, change: Within): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const params = VersionParams;
  routes.get(
    "/api/bot/versions",
    { config: look, schema: { response: { 200: BotVersionList } } },
    ({ actor }) => within(actor, (tx) => getVersions(tx, actor.accountId)),
  );
  routes.get(
    "/api/bot/versions/:number",
    { config: look, schema: { params, response: { 200: BotVersionView } } },
    ({ actor, params: { number } }) => within(actor, (tx) => getVersion(tx, actor.accountId, number)),
  );
  routes.post(
    "/api/bot/versions/:number/restore",
    { config, schema: { params, response: { 200: BotView } } },
    ({ actor, params: { number } }) =>
      change(actor, (tx) => restoreVersion(tx, actor, number, deps.clock.now())),
  );
}

function fileRoutes(app: FastifyInstance, deps: Deps, within: Within, change: Within): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  routes.get(
    "/api/bot/file",
    { config: look, schema: { response: { 200: BotFile } } },
    async ({ actor }, reply) => {
      const file = await within(actor, (tx) => exportBot(tx, actor.accountId));
      return reply.header("content-disposition", `attachment; filename="${FILE_NAME}"`).send(file);
    },
  );
  routes.post(
    "/api/bot/file",
    { config, bodyLimit: FILE_LIMIT, schema: { body: BotImport, response: { 200: BotView } } },
    ({ actor, body }) => change(actor, (tx) => importBot(tx, actor, body, deps.clock.now())),
  );
  routes.get(
    "/api/bot/file/schema",
    { config: look, schema: { response: { 200: z.record(z.string(), z.unknown()) } } },
    () => botFileSchema,
  );
  routes.get("/api/bot/examples", { config: look, schema: { response: { 200: BotExamples } } }, () => ({
    items: [...botExamples],
  }));
}

function scriptRoutes(app: FastifyInstance, deps: Deps, within: Within, change: Within): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const params = IdParams;
  const response = { 200: BotScriptList };
  routes.get("/api/bot/scripts", { config: look, schema: { response } }, ({ actor }) =>
    within(actor, (tx) => getScripts(tx, actor.accountId)),
  );
  routes.post(
    "/api/bot/scripts",
    { config, schema: { body: BotScriptFields, response } },
    ({ actor, body }) => change(actor, (tx) => addScript(tx, actor, body, deps.clock.now())),
  );
  routes.put(
    "/api/bot/scripts/:id",
    { config, schema: { params, body: BotScriptUpdate, response } },
    ({ actor, params: { id }, body }) =>
      change(actor, (tx) => changeScript(tx, actor, id, body, deps.clock.now())),
  );
  routes.delete(
    "/api/bot/scripts/:id",
    { config, schema: { params, response } },
    ({ actor, params: { id } }) => change(actor, (tx) => removeScript(tx, actor, id, deps.clock.now())),
  );
}
