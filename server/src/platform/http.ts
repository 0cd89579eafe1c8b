import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import type { Actor } from "./actor.ts";
import { errorData, type Logger } from "./logger.ts";
import texts from "./problem-texts.json" with { type: "json" };
import { notFound, ProblemError } from "./problem.ts";

/** Who may call a route. `public`: anyone; `signed_webhook`: whoever can sign; otherwise a rule about the agent. */
export type RoutePolicy = "public" | "signed_webhook" | ((actor: Actor) => boolean);

export const anyAgent: RoutePolicy = () => true;
export const overseers: RoutePolicy = (actor) => actor.role !== "agent";
export const administrators: RoutePolicy = (actor) => actor.role === "administrator";

declare module "fastify" {
  interface FastifyContextConfig {
    policy?: RoutePolicy;
    /** answers the handshake of a WebSocket; any other address has none */
    socket?: boolean;
    /** open to who has yet to set up the second step that the company asks for */
    beforeTwoStep?: true;
  }
  interface FastifyRequest {
    /** set by the guard on every route that is not public */
    actor: Actor;
  }
}

type Locale = "pt-BR" | "en";
const catalogue: Record<Locale, Record<string, string>> = texts;

/** The reader's language: the agent's account, else the browser's wish. */
export function localeOf(request: Pick<FastifyRequest, "headers">): Locale {
  const wish = request.headers["accept-language"] ?? "";
  return request.headers["x-locale"] === "en" ||
    (request.headers["x-locale"] === undefined && /^en\b/i.test(wish))
    ? "en"
    : "pt-BR";
}

/** The sentence of a problem's code, in the reader's language. */
export function sentenceOf(request: Pick<FastifyRequest, "headers">, code: string): string {
  const sentences = catalogue[localeOf(request)];
  return sentences[code] ?? sentences["internal"] ?? code;
}

function body(request: FastifyRequest, error: ProblemError): Record<string, unknown> {
  const sentences = catalogue[localeOf(request)];
  return {
    type: `https://balcao.dev/errors/${error.code}`,
    status: error.status,
    code: error.code,
    title: sentenceOf(request, error.code),
    ...(error.fields.length > 0
      ? {
          fields: error.fields.map((field) => ({
            ...field,
            message: sentences[`field_${field.code}`] ?? sentences["field_invalid"],
          })),
        }
      : {}),
    ...(error.data ? { data: error.data } : {}),
  };
}

const STATUS_CODES: Record<number, string> = {
  400: "bad_request",
  401: "sign_in_first",
  404: "not_found",
  405: "method_not_allowed",
  413: "too_large",
  415: "unsupported_media_type",
  429: "too_many_requests",
};

/** What is wrong with an input, as far as a sentence can help: zod's issue in our words. */
function fieldCode(code: string, issue: Record<string, unknown>): string {
  const isText = issue["origin"] === "string";
  if (code === "too_big" && isText) return "too_long";
  if (code === "too_small" && isText) return Number(issue["minimum"]) > 1 ? "too_short" : "required";
  if (code === "invalid_format" && issue["format"] === "email") return "not_an_email";
  return "invalid";
}

/** PostgreSQL keeps neither NUL nor half a surrogate pair: said before anything is begun, by field. */
function unreadable(value: unknown, path: string): { path: string; code: string }[] {
  if (typeof value === "string")
    return value.includes("\0") || !value.isWellFormed() ? [{ path, code: "unreadable_character" }] : [];
  if (typeof value !== "object" || value === null || Buffer.isBuffer(value)) return [];
  return Object.entries(value).flatMap(([name, entry]) => [
    ...unreadable(name, path),
    ...unreadable(entry, path === "" ? name : `${path}.${name}`),
  ]);
}

/** Deeper JSON than any of our shapes is refused before it is looked at: whoever walks it must not run out of stack. */
const DEEPEST = 32;
const isShallow = (value: unknown, most: number): boolean =>
  typeof value !== "object" ||
  value === null ||
  Buffer.isBuffer(value) ||
  (most > 0 && Object.values(value).every((entry) => isShallow(entry, most - 1)));

function checkText(request: FastifyRequest): void {
  if (!isShallow(request.body, DEEPEST)) throw new ProblemError(400, "bad_request");
  const fields = [
    ...unreadable(request.body, ""),
    ...unreadable(request.query, ""),
    ...unreadable(request.params, ""),
  ];
  if (fields.length > 0) throw new ProblemError(422, "invalid_input", { fields });
}

/** Any error as a problem: what is known keeps its code, everything else is hidden and logged. */
function asProblem(error: unknown, log: Logger, requestId: string): ProblemError {
  if (error instanceof ProblemError) return error;
  if (hasZodFastifySchemaValidationErrors(error))
    return new ProblemError(422, "invalid_input", {
      fields: error.validation.map((issue) => ({
        path: issue.instancePath.replace(/^\//, "").replaceAll("/", "."),
        code: fieldCode(issue.keyword, issue.params),
      })),
    });
  const status =
    error instanceof Error && "statusCode" in error && typeof error.statusCode === "number"
      ? error.statusCode
      : 500;
  const code = status < 500 ? (STATUS_CODES[status] ?? "bad_request") : "internal";
  if (status >= 500) log.error("http.failed", { requestId, ...errorData(error) });
  return new ProblemError(status, code);
}

/** What is asked for here at all; TRACE and the like are nobody's. */
const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]);
/** A body this small is a moment's work; a file has as long as any request may take. */
const SMALL_BODY = 4 * 1024 * 1024;
const SMALL_BODY_MS = 30_000;

/** Who sends a small body byte by byte holds a connection and nothing else: it is cut. */
function hurryBodies(app: FastifyInstance): void {
  app.addHook("onRequest", async (request) => {
    const { raw, routeOptions } = request;
    if (raw.complete || (routeOptions.bodyLimit ?? 0) > SMALL_BODY) return;
    const cut = setTimeout(() => raw.complete || raw.destroy(), SMALL_BODY_MS);
    const done = (): void => clearTimeout(cut);
    raw.once("end", done).once("close", done);
  });
}

const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** A page of another origin must not make this browser's agent act (cookies travel by themselves). */
function fromElsewhere(request: FastifyRequest): boolean {
  if (SAFE_METHODS.has(request.method)) return false;
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  const { origin, host } = request.headers;
  // "null" (a sandboxed frame, a file) is another site too
  return origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host);
}

/**
 * A page left open while another person signed in to the same browser: what its person wrote, perhaps kept unsent since, must not go
 * out under the other's name. The page says whom it works for; who calls without a page need not.
 */
function isForAnother(request: FastifyRequest, actor: Actor): boolean {
  const meant = request.headers["x-balcao-agent"];
  return !SAFE_METHODS.has(request.method) && meant !== undefined && meant !== actor.agentId;
}

/**
 * What every route obeys: a policy of its own or the start fails, the same answer for what is foreign and what is missing,
 * no change on behalf of another site, and problems instead of stack traces.
 */
export function guard(
  app: FastifyInstance,
  log: Logger,
  resolveActor: (request: FastifyRequest, reply: FastifyReply) => Promise<Actor | null>,
): void {
  app.decorateRequest("actor");
  app.addHook("onRoute", (route) => {
    if (route.config?.policy === undefined)
      throw new Error(`route without a policy: ${String(route.method)} ${route.url}`);
  });
  app.addHook("onRequest", async (request, reply) => {
    // Node hands the connection of an upgrade over for good: refused or answered plainly, nobody would ever close it
    if (request.headers.upgrade !== undefined)
      reply.raw.once("finish", () => request.raw.socket.destroySoon());
    const { policy, socket } = request.routeOptions.config;
    if (policy === undefined) return;
    if (!socket && request.headers.upgrade?.toLowerCase() === "websocket") throw notFound();
    if (policy === "signed_webhook") return;
    if (fromElsewhere(request)) throw new ProblemError(403, "other_site");
    if (policy === "public") return;
    const actor = await resolveActor(request, reply);
    if (!actor) throw new ProblemError(401, "sign_in_first");
    if (isForAnother(request, actor)) throw new ProblemError(401, "signed_in_as_another");
    if (actor.owesTwoStep && !request.routeOptions.config.beforeTwoStep)
      throw new ProblemError(403, "two_step_first");
    if (!policy(actor)) throw new ProblemError(403, "forbidden");
    request.actor = actor;
  });
  hurryBodies(app);
  app.addHook("preValidation", async (request) => checkText(request));
  const answer = (request: FastifyRequest, reply: FastifyReply, problem: ProblemError): FastifyReply =>
    reply
      .code(problem.status)
      .type("application/problem+json")
      .send(JSON.stringify(body(request, problem)));
  app.setErrorHandler((error, request, reply) => answer(request, reply, asProblem(error, log, request.id)));
  app.setNotFoundHandler((request, reply) =>
    METHODS.has(request.method)
      ? answer(request, reply, notFound())
      : answer(
          request,
          reply.header("allow", [...METHODS].join(", ")),
          new ProblemError(405, "method_not_allowed"),
        ),
  );
}
