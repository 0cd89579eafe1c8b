import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { countAccounts } from "../modules/accounts/index.ts";
import { pointChannel } from "../modules/channels/index.ts";
import { beginAnew } from "../platform/begin-anew.ts";
import type { DemoChannel } from "../platform/config.ts";
import type { Deps } from "../platform/deps.ts";
import { createCompany } from "./company.ts";
import { setUpHelpers } from "./helpers.ts";
import { SCENES } from "./scenes/index.ts";
import type { Scene } from "./script.ts";
import { SimulatorPhone } from "./simulator-phone.ts";
import { tell, type Stage } from "./teller.ts";

export type DemoOptions = {
  channel: DemoChannel;
  dataDir: string;
  loops: Stage["loops"];
  follow: Stage["follow"];
  progress: Stage["progress"];
  /** the company's number exists from now on: whoever remembers that it does not must look again */
  founded(): void;
  scenes?: readonly Scene[];
};

const markOf = (dataDir: string): string => join(dataDir, "demo-unfinished");

/**
 * Empties the database when the last telling of the story broke off, so that a crash leaves no half of it. Before anything else
 * of the server looks at the database.
 */
export async function forgetUnfinishedDemo(databaseUrl: string, dataDir: string): Promise<void> {
  if (existsSync(markOf(dataDir))) await beginAnew(databaseUrl);
}

/**
 * The demo company with its story, told on the first start; later starts find it. The webhook must be listening, and the loops
 * must not run yet. A file marks the telling while it lasts.
 */
export async function seedDemo(deps: Deps, options: DemoOptions): Promise<void> {
  const { channel, dataDir, founded, scenes = SCENES, ...stage } = options;
  if ((await countAccounts(deps.system)) > 0) return pointChannel(deps.system, channel);
  writeFileSync(markOf(dataDir), "", { mode: 0o600 });
  const { phoneUrl: _phone, ...number } = channel;
  const phone = new SimulatorPhone(channel.graphBaseUrl, channel.phoneNumberId);
  await phone.ready();
  const found = async () => {
    const company = await createCompany(deps, { demo: true, withBot: true, channel: number });
    founded();
    await setUpHelpers(deps, company);
    return company;
  };
  await tell({ deps, found, phone, ...stage }, scenes);
  rmSync(markOf(dataDir));
}
