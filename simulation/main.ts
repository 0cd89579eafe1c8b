/** `npm run simulate [-- --seed N | --seeds N] [--from N] [--bug N] [--json]`: see README.md. */
import { loadThroughBridge } from "./production/loader.ts";

loadThroughBridge();
const { simulate } = await import("./simulate.ts");
process.exitCode = await simulate(process.argv.slice(2));
