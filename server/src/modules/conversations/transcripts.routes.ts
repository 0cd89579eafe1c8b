import { IdParams, PrintTranscript, Transcript, TranscriptQuery } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent } from "../../platform/http.ts";
import { getTranscript, printTranscript } from "./transcripts.service.ts";

const config = { policy: anyAgent };
const response = { 200: Transcript };

/** Conversations on paper. */
export function transcriptRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  routes.get(
    "/api/conversations/:id/transcript",
    { config, schema: { params: IdParams, querystring: TranscriptQuery, response } },
    ({ actor, params: { id }, query }) => getTranscript(deps, actor, id, query),
  );
  routes.post(
    "/api/conversations/:id/transcript",
    { config, schema: { params: IdParams, body: PrintTranscript, response } },
    ({ actor, params: { id }, body }) => printTranscript(deps, actor, id, body),
  );
}
