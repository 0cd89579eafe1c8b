import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Names the folder that counts go to. `npm run attack` sets it; in any other run tests count for nobody. */
export const TALLY_FOLDER = "TALLY_FOLDER";

/**
 * Tells `npm run attack` what a test counted: `tally("ssrf", { cases: 130, through: 0 })`, once per test, before its
 * expectations, so that a figure exists even where they fail. Calls of one name add up. Which names and counts become
 * figures of docs/proof.md, and with what goals, stands in scripts/lib/attack-goals.ts. Does nothing in other runs.
 */
export function tally(name: string, counts: Readonly<Record<string, number>>): void {
  const folder = process.env[TALLY_FOLDER];
  if (folder !== undefined)
    writeFileSync(join(folder, `${randomUUID()}.json`), JSON.stringify({ name, counts }));
}
