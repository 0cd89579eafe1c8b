import { sql } from "kysely";
import { countAccounts } from "../modules/accounts/index.ts";
import type { DemoChannel } from "../platform/config.ts";
import type { Deps } from "../platform/deps.ts";
import { createCompany } from "./company.ts";

/** The demo company, made on the first start; later starts find it. */
export async function seedDemo(deps: Deps, channel: DemoChannel): Promise<void> {
  if ((await countAccounts(deps.system)) > 0) {
    // the stand-in for Meta may listen on another port than last time
    await sql`UPDATE channel SET graph_base_url = ${channel.graphBaseUrl} WHERE phone_number_id = ${channel.phoneNumberId}`.execute(
      deps.system,
    );
    return;
  }
  const { phoneUrl: _phone, ...number } = channel;
  await createCompany(deps, { demo: true, withBot: true, channel: number });
}
