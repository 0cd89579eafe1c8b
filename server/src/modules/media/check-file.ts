import { fileProblem, kindOfFile, readWebp, type FileKind } from "@balcao/core";
import { ProblemError } from "../../platform/problem.ts";
import { typeOfBytes } from "./file-type.ts";

/** What a file really is, by its bytes. Throws the problem with which of WhatsApp's rules it breaks. */
export async function checkFile(
  bytes: Buffer,
  fileName: string | null,
): Promise<{ kind: FileKind; mimeType: string }> {
  const mimeType = await typeOfBytes(bytes, fileName);
  const kind = mimeType === null ? null : kindOfFile(mimeType);
  const problem = fileProblem({ mimeType: mimeType ?? "", size: bytes.length, webp: readWebp(bytes) });
  if (problem !== null || mimeType === null || kind === null)
    throw new ProblemError(422, problem ?? "file_type");
  return { kind, mimeType };
}
