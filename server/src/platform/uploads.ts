import multipart from "@fastify/multipart";
import { MOST_FILE_BYTES } from "@balcao/core";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { z } from "zod";
import { tooMany } from "./limits.ts";
import { invalid } from "./problem.ts";

/** a file is in memory while it is looked at: so many at once on one node and kind of upload, others are told to come again */
const MOST_AT_ONCE = 4;
/** what surrounds the bytes */
const FRAME_BYTES = 64 * 1024;
export const UPLOAD_LIMIT = MOST_FILE_BYTES + FRAME_BYTES;

export type Upload<Claim> = {
  claim: Claim;
  /** as the browser calls it */
  fileName: string;
  /** its bytes, which have not been read yet: first it is found out whether they are wanted */
  read: () => Promise<Buffer>;
};

/** The fields up to the file, and the way to its bytes. */
async function uploadOf<Claim>(request: FastifyRequest, form: z.ZodType<Claim>): Promise<Upload<Claim>> {
  const fields: Record<string, unknown> = {};
  for await (const part of request.parts()) {
    if (part.type === "field") {
      fields[part.fieldname] = part.value;
      continue;
    }
    const claim = form.safeParse(fields);
    if (!claim.success)
      throw invalid(claim.error.issues.map(({ path }) => ({ path: path.join("."), code: "invalid" })));
    return { claim: claim.data, fileName: part.filename, read: () => part.toBuffer() };
  }
  throw invalid([{ path: "file", code: "required" }]);
}

/** Takes one upload: its fields, then its file. */
export type TakeUpload = <Claim, Result>(
  request: FastifyRequest,
  form: z.ZodType<Claim>,
  run: (upload: Upload<Claim>) => Promise<Result>,
) => Promise<Result>;

/** Routes of `add` take one file each, with a few fields before it. */
export function withUploads(
  app: FastifyInstance,
  add: (scope: FastifyInstance, take: TakeUpload) => void,
): void {
  let underWay = 0;
  const take: TakeUpload = async (request, form, run) => {
    if (underWay >= MOST_AT_ONCE) throw tooMany();
    underWay++;
    try {
      return await run(await uploadOf(request, form));
    } finally {
      underWay--;
    }
  };
  void app.register(async (scope) => {
    await scope.register(multipart, {
      limits: { fileSize: MOST_FILE_BYTES, files: 1, fields: 10, parts: 11, fieldSize: 16 * 1024 },
    });
    add(scope, take);
  });
}
