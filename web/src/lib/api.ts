import type { Problem } from "@balcao/api";
import i18next from "i18next";
import { PartGone } from "./part.ts";

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

let person: string | null = null;

/**
 * Whom this page works for (an agent's id). Told with every change: another person may have signed in to this browser since, and
 * the server refuses then (401 `signed_in_as_another`).
 */
export function speakFor(agentId: string): void {
  person = agentId;
}

function headersFor(method: string): Record<string, string> {
  return {
    accept: "application/json",
    "accept-language": i18next.language ?? "pt-BR",
    ...(method === "GET" || person === null ? {} : { "x-balcao-agent": person }),
  };
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
  const headers = headersFor(method);
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
  return answerOf<T>(response);
}

/** What an answer holds; throws the refusal when it is one. */
async function answerOf<T>(response: Response): Promise<T> {
  if (!response.ok) {
    const refusal = new ApiError(response.status, await problemOf(response));
    if (response.status === 401) for (const listener of signedOutListeners) listener();
    throw refusal;
  }
  if (response.status === 204 || response.headers.get("content-length") === "0") return undefined as T;
  return (await response.json()) as T;
}

/**
 * Sends a form and tells how far it is: `onProgress` gets the part of the bytes that left this browser, 0 to 1. (fetch cannot tell.)
 * Throws ApiError as `api` does; aborting counts as no answer.
 */
export async function postForm<T>(
  path: string,
  form: FormData,
  {
    method = "POST",
    onProgress,
    signal,
  }: { method?: "POST" | "PUT"; onProgress: (part: number) => void; signal: AbortSignal },
): Promise<T> {
  const request = new XMLHttpRequest();
  request.open(method, path);
  for (const [name, value] of Object.entries(headersFor(method))) request.setRequestHeader(name, value);
  const abort = (): void => request.abort();
  signal.addEventListener("abort", abort);
  try {
    await new Promise<void>((resolve) => {
      request.upload.addEventListener("progress", ({ loaded, total }) =>
        onProgress(total > 0 ? loaded / total : 0),
      );
      request.addEventListener("loadend", () => resolve());
      request.send(form);
    });
  } finally {
    signal.removeEventListener("abort", abort);
  }
  if (request.status === 0) throw new ApiError(0, null);
  const headers = { "content-type": request.getResponseHeader("content-type") ?? "" };
  return answerOf<T>(new Response(request.responseText, { status: request.status, headers }));
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
  if (error instanceof PartGone) return i18next.t("common:errors.partGone");
  return i18next.t("common:errors.unexpected");
}
