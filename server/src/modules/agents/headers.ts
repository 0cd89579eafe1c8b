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
