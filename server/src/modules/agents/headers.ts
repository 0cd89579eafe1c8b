import type { FastifyRequest } from "fastify";
import { ADDRESS_HEADER } from "./device-words.ts";

/** A request's headers as the identity library takes them, with the address it comes from as this node knows it. */
export function headersOf(request: Pick<FastifyRequest, "headers" | "ip">): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  headers.set(ADDRESS_HEADER, request.ip);
  return headers;
}

/** Of a request's headers, those that say where a session is begun, and the cookies. */
export function originOf(headers: Headers): Headers {
  const kept = new Headers();
  for (const name of ["user-agent", "cookie", ADDRESS_HEADER]) {
    const value = headers.get(name);
    if (value !== null) kept.set(name, value);
  }
  return kept;
}
