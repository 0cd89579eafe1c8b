import type { Problem } from "@balcao/api";
import i18next from "i18next";

/** A refusal by the server (`status` is its HTTP code) or no answer at all (`status` 0). `problem.title` is a sentence to show. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem | null;

  constructor(status: number, problem: Problem | null) {
    super(problem?.code ?? (status === 0 ? "no_answer" : `http_${status}`));
    this.name = "ApiError";
    this.status = status;
    this.problem = problem;
  }

  /** Stable code, e.g. `version_conflict`. */
  get code(): string {
    return this.message;
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>;
export type Call = {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  query?: Query;
  signal?: AbortSignal | undefined;
};

type SignedOutListener = () => void;
const signedOutListeners = new Set<SignedOutListener>();

/** Calls `listener` whenever the server says that nobody is signed in any more. Gives the way to stop. */
export function onSignedOut(listener: SignedOutListener): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

export function urlOf(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

async function problemOf(response: Response): Promise<Problem | null> {
  if (!(response.headers.get("content-type") ?? "").includes("json")) return null;
  const body: unknown = await response.json();
  if (typeof body !== "object" || body === null) return null;
  if ("title" in body && "code" in body) return body as Problem;
  // better-auth answers { code, message }
  if ("code" in body)
    return { type: "about:blank", status: response.status, code: String(body.code), title: "" };
  return null;
}

/**
 * One call of our own API: JSON in, JSON out (undefined for an empty answer).
 * Throws ApiError; a 401 also tells the `onSignedOut` listeners.
 */
export async function api<T>(path: string, { method = "GET", body, query, signal }: Call = {}): Promise<T> {
  const headers: Record<string, string> = {
    accept: "application/json",
    "accept-language": i18next.language ?? "pt-BR",
  };
  if (body !== undefined) headers["content-type"] = "application/json";
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (body !== undefined) init.body = JSON.stringify(body);
  if (signal) init.signal = signal;
  let response: Response;
  try {
    response = await fetch(urlOf(path, query), init);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, null);
  }
  if (!response.ok) {
    const refusal = new ApiError(response.status, await problemOf(response));
    if (response.status === 401) for (const listener of signedOutListeners) listener();
    throw refusal;
  }
  if (response.status === 204 || response.headers.get("content-length") === "0") return undefined as T;
  return (await response.json()) as T;
}

/** A sentence to show for any error: the server's own words when it gave some. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ApiError) {
    if (error.problem?.title) return error.problem.title;
    if (error.status === 0) return i18next.t("common:errors.noAnswer");
    if (error.status === 403) return i18next.t("common:errors.forbidden");
    if (error.status === 404) return i18next.t("common:errors.notFound");
    if (error.status === 429) return i18next.t("common:errors.tooMany");
  }
  return i18next.t("common:errors.unexpected");
}
