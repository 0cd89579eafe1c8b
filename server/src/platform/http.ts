import type { FastifyInstance, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import type { Actor } from "./actor.ts";
import { errorData, type Logger } from "./logger.ts";
import texts from "./problem-texts.json" with { type: "json" };
import { ProblemError } from "./problem.ts";

/** Who may call a route. `public`: anyone; `signed_webhook`: whoever can sign; otherwise a rule about the agent. */
export type RoutePolicy = "public" | "signed_webhook" | ((actor: Actor) => boolean);

export const anyAgent: RoutePolicy = () => true;
export const administrators: RoutePolicy = (actor) => actor.role === "administrator";

declare module "fastify" {
  interface FastifyContextConfig {
    policy?: RoutePolicy;
  }
  interface FastifyRequest {
    /** set by the guard on every route that is not public */
    actor: Actor;
  }
}

type Locale = "pt-BR" | "en";
export type ProblemCode = keyof (typeof texts)["en"];
const catalogue: Record<Locale, Record<string, string>> = texts;

/** The reader's language: the agent's account, else the browser's wish. */
function localeOf(request: FastifyRequest): Locale {
  const wish = request.headers["accept-language"] ?? "";
  return request.headers["x-locale"] === "en" ||
    (request.headers["x-locale"] === undefined && /^en\b/i.test(wish))
    ? "en"
    : "pt-BR";
}

function body(request: FastifyRequest, error: ProblemError): Record<string, unknown> {
  const sentences = catalogue[localeOf(request)];
  return {
    type: `https://balcao.dev/errors/${error.code}`,
    status: error.status,
    code: error.code,
    title: sentences[error.code] ?? sentences["internal"],
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
  405: "not_found",
  413: "too_large",
  415: "unsupported_media_type",
  429: "too_many_requests",
};

/** Any error as a problem: what is known keeps its code, everything else is hidden and logged. */
function asProblem(error: unknown, log: Logger, requestId: string): ProblemError {
  if (error instanceof ProblemError) return error;
  if (hasZodFastifySchemaValidationErrors(error))
    return new ProblemError(422, "invalid_input", {
      fields: error.validation.map((issue) => ({
        path: issue.instancePath.replace(/^\//, "").replaceAll("/", "."),
        code: "invalid",
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

const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** A page of another origin must not make this browser's agent act (cookies travel by themselves). */
function fromElsewhere(request: FastifyRequest): boolean {
  if (SAFE_METHODS.has(request.method)) return false;
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  const origin = request.headers.origin;
  return origin !== undefined && new URL(origin).host !== request.headers.host;
}

/**
 * What every route obeys: a policy of its own or the start fails, the same answer for what is foreign and what is missing,
 * no change on behalf of another site, and problems instead of stack traces.
 */
export function guard(
  app: FastifyInstance,
  log: Logger,
  resolveActor: (request: FastifyRequest) => Promise<Actor | null>,
): void {
  app.decorateRequest("actor");
  app.addHook("onRoute", (route) => {
    if (route.config?.policy === undefined)
      throw new Error(`route without a policy: ${String(route.method)} ${route.url}`);
  });
  app.addHook("onRequest", async (request) => {
    const policy = request.routeOptions.config.policy;
    if (policy === undefined) return;
    if (policy === "signed_webhook") return;
    if (fromElsewhere(request)) throw new ProblemError(403, "other_site");
    if (policy === "public") return;
    const actor = await resolveActor(request);
    if (!actor) throw new ProblemError(401, "sign_in_first");
    if (!policy(actor)) throw new ProblemError(403, "forbidden");
    request.actor = actor;
  });
  app.setErrorHandler((error, request, reply) => {
    const problem = asProblem(error, log, request.id);
    return reply
      .code(problem.status)
      .type("application/problem+json")
      .send(JSON.stringify(body(request, problem)));
  });
}

/** The problem body of a refusal outside of routes. */
export const problemBody = body;
