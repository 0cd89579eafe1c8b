import type { BotFinding } from "@balcao/api";
import { ApiError } from "../../lib/api.ts";
import { fromServer, type ShownFinding } from "./findings.ts";

/** Why the server did not publish: what it found, and the kept scripts that fail. */
export type Refusal = { findings: ShownFinding[]; scripts: string[]; blocks: boolean };

/** The refusal out of a 409 of publishing (api/src/bot.ts); null for any other error. */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof ApiError)) return null;
  if (error.code !== "bot_has_errors" && error.code !== "bot_has_warnings") return null;
  const { findings = [], scripts = [] } = (error.problem?.data ?? {}) as {
    findings?: BotFinding[];
    scripts?: string[];
  };
  return { findings: fromServer(findings), scripts, blocks: error.code === "bot_has_errors" };
}
