import { resealTwoStep } from "./modules/agents/index.ts";
import { readConfig } from "./platform/config.ts";
import { createSealer } from "./platform/crypto.ts";
import { openDatabase } from "./platform/database.ts";
import { resealAll } from "./platform/reseal.ts";
import { SEALED } from "./sealed.ts";

/** `npm run rotate-keys`, its part beside the database: seals all anew under the first key, and tells what it did as one line of JSON. */
const config = readConfig(process.env);
const db = openDatabase({ url: config.databaseUrl, role: "balcao_system", max: 1, name: "keys" });
const done = await resealAll(db, createSealer(config.secrets), SEALED);
done.push(await resealTwoStep(db, config.secrets));
await db.destroy();
process.stdout.write(`${JSON.stringify(done)}\n`);
