import {
  AccountChoice,
  DemoSignIn,
  InvitationAccept,
  InvitationView,
  Me,
  PasswordSignIn,
  PreferencesPatch,
  SecondStepAsked,
  SignInOptions,
} from "@balcao/api";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent } from "../../platform/http.ts";
import { attemptsBy, door } from "../../platform/limits.ts";
import type { Auth } from "./auth.ts";
import { headersOf } from "./headers.ts";
import { accept, lookAt } from "./invitations.service.ts";
import { isPossible } from "./passkeys.service.ts";
import {
  changeCompany,
  getMe,
  getSignInOptions,
  savePreferences,
  signIn,
  signInAsDemo,
  signOut,
  type Entered,
  type SessionExtras,
} from "./session.service.ts";

const nothing = { 204: z.null() };
const inOrAsked = { 200: SecondStepAsked, 204: z.null() };

/** Lets in, or asks for the code. */
function answer(reply: FastifyReply, { cookies, asksCode }: Entered): FastifyReply {
  void reply.header("set-cookie", cookies);
  return asksCode ? reply.code(200).send({ secondStep: true }) : reply.code(204).send(null);
}

/** The same mailbox under its other spellings counts as one: case, blanks, what follows a plus. */
const mailbox = (email: string): string =>
  email
    .trim()
    .toLowerCase()
    .replace(/\+[^@]*/, "");

/** What the person who is signed in may ask about himself. */
export function meRoutes(app: FastifyInstance, deps: Deps, auth: Auth, extras: SessionExtras): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const config = { policy: anyAgent, beforeTwoStep: true } as const;
  routes.get("/api/me", { config, schema: { response: { 200: Me } } }, async (request) =>
    getMe(deps, request.actor, await auth.peopleOf(headersOf(request)), extras),
  );
  routes.patch(
    "/api/me/preferences",
    { config, bodyLimit: 8192, schema: { body: PreferencesPatch, response: nothing } },
    async ({ actor, body }, reply) => {
      await savePreferences(deps, actor, body);
      return reply.code(204).send(null);
    },
  );
  routes.post(
    "/api/me/account",
    { config, schema: { body: AccountChoice, response: nothing } },
    async (request, reply) => {
      const people = await auth.peopleOf(headersOf(request));
      return reply
        .header("set-cookie", changeCompany(auth, people, request.body.accountId))
        .code(204)
        .send(null);
    },
  );
}

/** The public doors: each counts attempts by address, sign-in also by mailbox. */
export function doorRoutes(app: FastifyInstance, deps: Deps, auth: Auth): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const attempt = attemptsBy(app, { most: 10, minutes: 15 });

  routes.get(
    "/api/sign-in-options",
    { config: { policy: "public", ...door(300) }, schema: { response: { 200: SignInOptions } } },
    () => getSignInOptions(deps, isPossible(deps)),
  );
  routes.post(
    "/api/demo/sign-in",
    { config: { policy: "public", ...door(600) }, schema: { body: DemoSignIn, response: nothing } },
    async (request, reply) =>
      reply
        .header("set-cookie", await signInAsDemo(deps, auth, request.body.agentId, headersOf(request)))
        .code(204)
        .send(null),
  );
  routes.post(
    "/api/auth/sign-in/email",
    { config: { policy: "public", ...door(20, 5) }, schema: { body: PasswordSignIn, response: inOrAsked } },
    async (request, reply) => {
      await attempt(request, mailbox(request.body.email));
      return answer(reply, await signIn(deps, auth, request.body, headersOf(request)));
    },
  );
  routes.post(
    "/api/auth/sign-out",
    { config: { policy: "public", ...door(120) }, schema: { response: nothing } },
    async (request, reply) =>
      reply
        .header("set-cookie", await signOut(deps, auth, headersOf(request)))
        .code(204)
        .send(null),
  );
  routes.get(
    "/api/invitations/by-token/:token",
    {
      config: { policy: "public", ...door(60) },
      schema: { params: InvitationAccept.pick({ token: true }), response: { 200: InvitationView } },
    },
    ({ params }) => lookAt(deps, params.token),
  );
  routes.post(
    "/api/invitations/accept",
    { config: { policy: "public", ...door(20, 5) }, schema: { body: InvitationAccept, response: inOrAsked } },
    async (request, reply) => answer(reply, await accept(deps, auth, request.body, headersOf(request))),
  );
}
