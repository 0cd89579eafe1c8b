import { CommandResult, IdParams, ScheduleFile, SendFile } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent } from "../../platform/http.ts";
import { UPLOAD_LIMIT, withUploads } from "../../platform/uploads.ts";
import { sendFile } from "./files.service.ts";
import { scheduleFile } from "./scheduled.service.ts";

/** Files that agents send, at once or at a moment to come. */
export function fileRoutes(app: FastifyInstance, deps: Deps): void {
  withUploads(app, (scope, take) => {
    const routes = scope.withTypeProvider<ZodTypeProvider>();
    const options = {
      bodyLimit: UPLOAD_LIMIT,
      config: { policy: anyAgent },
      schema: { params: IdParams, response: { 200: CommandResult } },
    };
    routes.post("/api/conversations/:id/files", options, (request) =>
      take(request, SendFile, ({ claim, read }) =>
        sendFile(deps, request.actor, request.params.id, claim, read),
      ),
    );
    routes.post("/api/conversations/:id/scheduled/files", options, (request) =>
      take(request, ScheduleFile, ({ claim, read }) =>
        scheduleFile(deps, request.actor, request.params.id, claim, read),
      ),
    );
  });
}
