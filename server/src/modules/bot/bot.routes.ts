import { BotPublish, BotView, IdParams, TriggerCreate, TriggerOrder, TriggerUpdate } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { administrators, anyAgent } from "../../platform/http.ts";
import { addTrigger, changeTrigger, removeTrigger, reorder } from "./bot.service.ts";
import { getBot } from "./bot.view.ts";
import { publish } from "./publish.service.ts";
import { toolRoutes } from "./tools.routes.ts";

/** Configurações > Gatilhos Conversas: everyone may look, administrators change. Each change answers the whole bot. */
export function botRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: administrators };
  const response = { 200: BotView };
  const change = async (actor: Actor, work: (tx: Tx) => Promise<BotView>): Promise<BotView> => {
    const view = await inAccount(deps.app, actor.accountId, work);
    deps.wake.signal("events");
    return view;
  };
  routes.get("/api/bot", { config: { policy: anyAgent }, schema: { response } }, ({ actor }) =>
    inAccount(deps.app, actor.accountId, (tx) => getBot(tx, actor.accountId, deps.clock.now())),
  );
  routes.post("/api/bot/triggers", { config, schema: { body: TriggerCreate, response } }, ({ actor, body }) =>
    change(actor, (tx) => addTrigger(tx, actor, body, deps.clock.now())),
  );
  routes.put(
    "/api/bot/triggers/:id",
    { config, schema: { params: IdParams, body: TriggerUpdate, response } },
    ({ actor, params, body }) =>
      change(actor, (tx) => changeTrigger(tx, actor, params.id, body, deps.clock.now())),
  );
  routes.delete(
    "/api/bot/triggers/:id",
    { config, schema: { params: IdParams, response } },
    ({ actor, params }) => change(actor, (tx) => removeTrigger(tx, actor, params.id, deps.clock.now())),
  );
  routes.put("/api/bot/order", { config, schema: { body: TriggerOrder, response } }, ({ actor, body }) =>
    change(actor, (tx) => reorder(tx, actor, body.ids, deps.clock.now())),
  );
  routes.post("/api/bot/publish", { config, schema: { body: BotPublish, response } }, ({ actor, body }) =>
    change(actor, (tx) => publish(tx, actor, body, deps.clock.now())),
  );
  toolRoutes(app, deps);
}
