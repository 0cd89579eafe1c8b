import type { FastifyReply } from "fastify";
import { errorByCode } from "../graph/graph-error.ts";
import type { GraphFault, GraphFaultKind } from "../graph-faults.ts";
import type { JsonObject } from "../model.ts";

const HTML_PAGE =
  "<!DOCTYPE html><html><head><title>Error</title></head><body><h1>502 Bad Gateway</h1></body></html>";

/**
 * Spoils a call before it is accepted; true when it was spoiled (the call must not go on).
 * Throws a GraphError for a fault given as a code.
 */
export function spoilBefore(fault: GraphFault, reply: FastifyReply): boolean {
  if (typeof fault.kind === "number") {
    if (fault.as === "status") return false;
    throw errorByCode(fault.kind, fault.subcode);
  }
  switch (fault.kind) {
    case "http500":
      void reply.code(500).send(errorByCode(131000).toBody("sim"));
      return true;
    case "http503":
      void reply.code(503).send(errorByCode(2).toBody("sim"));
      return true;
    case "html502":
      void reply.code(502).type("text/html").send(HTML_PAGE);
      return true;
    case "hang":
      reply.hijack();
      return true;
    case "reset":
      reply.hijack();
      reply.raw.socket?.resetAndDestroy();
      return true;
    default:
      return false;
  }
}

/** Spoils the answer of a call that was accepted: nothing, a reset, or half a body. */
export function spoilAfter(fault: GraphFaultKind, reply: FastifyReply, answer: JsonObject): void {
  reply.hijack();
  if (fault === "hangAccepted") return;
  if (fault === "resetAccepted") {
    reply.raw.socket?.resetAndDestroy();
    return;
  }
  const text = JSON.stringify(answer);
  reply.raw.writeHead(200, {
    "Content-Type": "application/json",
    "Content-Length": String(Buffer.byteLength(text)),
  });
  reply.raw.write(text.slice(0, text.length >> 1), () => reply.raw.socket?.destroy());
}
