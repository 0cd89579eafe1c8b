import { countAccounts } from "../modules/accounts/index.ts";
import { pointChannel } from "../modules/channels/index.ts";
import type { DemoChannel } from "../platform/config.ts";
import type { Deps } from "../platform/deps.ts";
import { createCompany } from "./company.ts";

/** The demo company, made on the first start; later starts find it. */
export async function seedDemo(deps: Deps, channel: DemoChannel): Promise<void> {
  if ((await countAccounts(deps.system)) > 0)
    return pointChannel(deps.system, channel.phoneNumberId, channel.graphBaseUrl);
  const { phoneUrl: _phone, ...number } = channel;
  await createCompany(deps, { demo: true, withBot: true, channel: number });
}
