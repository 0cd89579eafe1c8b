import multipart from "@fastify/multipart";
import { CommandResult, IdParams, ScheduleFile, SendFile } from "@balcao/api";
import { MOST_FILE_BYTES } from "@balcao/core";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { z } from "zod";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent } from "../../platform/http.ts";
import { tooMany } from "../../platform/limits.ts";
import { invalid } from "../../platform/problem.ts";
import { sendFile } from "./files.service.ts";
import { scheduleFile } from "./scheduled.service.ts";

/** a file is in memory while it is looked at: so many at once on one node, others are told to come again */
const MOST_AT_ONCE = 4;
/** what surrounds the bytes */
const FRAME_BYTES = 64 * 1024;

type Parts<Claim> = { claim: Claim; read: () => Promise<Buffer> };

/** The fields up to the file, and the way to its bytes, which have not been read yet. */
async function partsOf<Claim>(request: FastifyRequest, form: z.ZodType<Claim>): Promise<Parts<Claim>> {
  const fields: Record<string, unknown> = {};
  for await (const part of request.parts()) {
    if (part.type === "field") {
      fields[part.fieldname] = part.value;
      continue;
    }
    const claim = form.safeParse(fields);
    if (!claim.success)
      throw invalid(claim.error.issues.map(({ path }) => ({ path: path.join("."), code: "invalid" })));
    return { claim: claim.data, read: () => part.toBuffer() };
  }
  throw invalid([{ path: "file", code: "required" }]);
}

/** Files that agents send, at once or at a moment to come. */
export function fileRoutes(app: FastifyInstance, deps: Deps): void {
  let underWay = 0;
  async function take<Claim>(
    request: FastifyRequest,
    form: z.ZodType<Claim>,
    run: (parts: Parts<Claim>) => Promise<CommandResult>,
  ): Promise<CommandResult> {
    if (underWay >= MOST_AT_ONCE) throw tooMany();
    underWay++;
    try {
      return await run(await partsOf(request, form));
    } finally {
      underWay--;
    }
  }
  void app.register(async (scope) => {
    await scope.register(multipart, {
      limits: { fileSize: MOST_FILE_BYTES, files: 1, fields: 10, parts: 11, fieldSize: 16 * 1024 },
    });
    const routes = scope.withTypeProvider<ZodTypeProvider>();
    const options = {
      bodyLimit: MOST_FILE_BYTES + FRAME_BYTES,
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
