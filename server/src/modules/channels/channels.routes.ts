import {
  ChannelAccess,
  ChannelAccessChange,
  ChannelCode,
  ChannelCodeRequest,
  ChannelCreate,
  ChannelHealth,
  ChannelRoom,
  ChannelCreateBySignup,
  ChannelInspection,
  ChannelList,
  ChannelPin,
  ChannelTest,
  ChannelView,
  IdParams,
  IllChannels,
} from "@balcao/api";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import type { Deps } from "../../platform/deps.ts";
import { administrators, anyAgent, localeOf } from "../../platform/http.ts";
import { door } from "../../platform/limits.ts";
import { notFound } from "../../platform/problem.ts";
import { act, listenAt, sendTest } from "./acts.service.ts";
import { getChannels } from "./channels.reading.ts";
import type { OpenChannel } from "./channel-cache.ts";
import { channelHealth } from "./traffic.service.ts";
import { illChannels } from "./ill.service.ts";
import { getRoom } from "./portfolio.service.ts";
import { readerOf, viewChannel, type Reader } from "./check-view.ts";
import { checkUp } from "./checkup.ts";
import { accessBySignup } from "./signup.service.ts";
import { signupRoutes } from "./signup.routes.ts";
import { removalRoutes } from "./removal.routes.ts";
import type { RemovalOptions } from "./removal.service.ts";
import { changeAccess, connect, inspect, type ConnectOptions } from "./connect.service.ts";

type Asked = Pick<FastifyRequest, "actor" | "headers">;

/** Configurações > Canais: the account's numbers and all that connects them, by administrators. */
export function channelRoutes(
  app: FastifyInstance,
  deps: Deps,
  options: ConnectOptions & RemovalOptions,
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: administrators };
  // each asks Meta several times: its limits are a few hundred questions an hour
  const asking = { ...config, ...door(30) };
  const response = { 200: ChannelView };
  const reader = (request: Asked): Promise<Reader> => readerOf(deps, request.actor, localeOf(request));
  const own = async (actor: Actor, id: string): Promise<OpenChannel> => {
    const channel = await options.channels.byId(id);
    if (channel?.accountId !== actor.accountId || channel.removed) throw notFound();
    return channel;
  };
  routes.get("/api/channels", { config, schema: { response: { 200: ChannelList } } }, ({ actor }) =>
    getChannels(deps, actor),
  );
  routes.post(
    "/api/channels/inspect",
    { config: asking, schema: { body: ChannelAccess, response: { 200: ChannelInspection } } },
    async (request) => inspect(deps, options, request.actor, request.body, await reader(request)),
  );
  routes.post(
    "/api/channels",
    { config: asking, schema: { body: z.union([ChannelCreate, ChannelCreateBySignup]), response } },
    async (request) => {
      const { actor, body } = request;
      const given = "signup" in body ? accessBySignup(deps, options.signup, actor, body) : body;
      return connect(deps, options, actor, given, await reader(request));
    },
  );
  routes.get("/api/channels/:id", { config, schema: { params: IdParams, response } }, async (request) =>
    viewChannel(deps, request.actor, await own(request.actor, request.params.id), await reader(request)),
  );
  routes.put(
    "/api/channels/:id/access",
    { config: asking, schema: { params: IdParams, body: ChannelAccessChange, response } },
    async (request) => {
      const channel = await own(request.actor, request.params.id);
      return changeAccess(deps, options, request.actor, channel, request.body, await reader(request));
    },
  );
  routes.post(
    "/api/channels/:id/check",
    { config: asking, schema: { params: IdParams, response } },
    async (request) => {
      const channel = await own(request.actor, request.params.id);
      await checkUp(deps, options, channel);
      return viewChannel(deps, request.actor, channel, await reader(request));
    },
  );
  healthRoutes(app, deps, { own, reader });
  actRoutes(app, deps, options, { own, reader });
  removalRoutes(app, deps, options, { own, reader });
  signupRoutes(app, deps, options);
}

/** How the numbers are: for everybody what is ill, for administrators what became of one's messages. */
function healthRoutes(app: FastifyInstance, deps: Deps, { own, reader }: Doors): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: administrators };
  routes.get(
    "/api/channels/ill",
    { config: { policy: anyAgent }, schema: { response: { 200: IllChannels } } },
    async (request) => illChannels(deps, request.actor, await reader(request)),
  );
  routes.get(
    "/api/channels/room",
    { config: { policy: anyAgent }, schema: { response: { 200: ChannelRoom } } },
    ({ actor }) => getRoom(deps, actor),
  );
  routes.get(
    "/api/channels/:id/health",
    { config, schema: { params: IdParams, response: { 200: ChannelHealth } } },
    async (request) => channelHealth(deps, request.actor, await own(request.actor, request.params.id)),
  );
}

export type Doors = {
  own: (actor: Actor, id: string) => Promise<OpenChannel>;
  reader: (request: Asked) => Promise<Reader>;
};

/** What can be done about a number at Meta from here. */
function actRoutes(app: FastifyInstance, deps: Deps, options: ConnectOptions, { own, reader }: Doors): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: administrators, ...door(30) };
  const shared = { params: IdParams, response: { 200: ChannelView } };
  const doing = async (
    request: Asked & { params: { id: string } },
    what: Parameters<typeof act>[5],
  ): Promise<ChannelView> => {
    const channel = await own(request.actor, request.params.id);
    return act(deps, options, request.actor, channel, await reader(request), what);
  };
  routes.post("/api/channels/:id/webhook", { config, schema: shared }, async (request) => {
    const siblings = await options.channels.siblings(request.actor.accountId);
    return doing(request, listenAt(deps, siblings));
  });
  routes.post("/api/channels/:id/register", { config, schema: { ...shared, body: ChannelPin } }, (request) =>
    doing(request, (client, { phoneNumberId }) => client.register(phoneNumberId, request.body.pin)),
  );
  routes.post("/api/channels/:id/pin", { config, schema: { ...shared, body: ChannelPin } }, (request) =>
    doing(request, (client, { phoneNumberId }) => client.setPin(phoneNumberId, request.body.pin)),
  );
  routes.post(
    "/api/channels/:id/code",
    { config, schema: { ...shared, body: ChannelCodeRequest } },
    (request) => {
      const language = localeOf(request) === "en" ? "en_US" : "pt_BR";
      return doing(request, (client, { phoneNumberId }) =>
        client.requestCode(phoneNumberId, request.body.method, language),
      );
    },
  );
  routes.post(
    "/api/channels/:id/code/verify",
    { config, schema: { ...shared, body: ChannelCode } },
    (request) =>
      doing(request, (client, { phoneNumberId }) =>
        client.verifyCode(phoneNumberId, request.body.code.replaceAll("-", "")),
      ),
  );
  routes.post(
    "/api/channels/:id/test",
    { config, schema: { ...shared, body: ChannelTest } },
    async (request) => {
      const channel = await own(request.actor, request.params.id);
      return sendTest(deps, options, request.actor, channel, await reader(request), request.body.to);
    },
  );
}
