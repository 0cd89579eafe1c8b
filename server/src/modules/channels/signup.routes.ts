import { ChannelSignedUp, ChannelSignup, ChannelSignupCode } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { administrators, localeOf } from "../../platform/http.ts";
import { door } from "../../platform/limits.ts";
import { notFound } from "../../platform/problem.ts";
import { readerOf } from "./check-view.ts";
import { GRAPH_VERSION, type ConnectOptions } from "./connect.service.ts";
import { signUp } from "./signup.service.ts";

/** Connecting a number by signing in to Facebook, where the installation has an app of its own for it. */
export function signupRoutes(app: FastifyInstance, deps: Deps, options: ConnectOptions): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: administrators };
  routes.get("/api/channels/signup", { config, schema: { response: { 200: ChannelSignup } } }, () => {
    const { signup } = options;
    return {
      app: signup && { appId: signup.appId, configId: signup.configId, version: GRAPH_VERSION },
    };
  });
  routes.post(
    "/api/channels/signup",
    {
      config: { ...config, ...door(30) },
      schema: { body: ChannelSignupCode, response: { 200: ChannelSignedUp } },
    },
    async (request) => {
      if (!options.signup) throw notFound();
      const reader = await readerOf(deps, request.actor, localeOf(request));
      return signUp(deps, options, options.signup, request.actor, request.body.code, reader);
    },
  );
}
