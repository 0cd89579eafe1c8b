/** `npm run format [-- paths]`: lays the code out, the only place where layout is decided. */
import { run } from "./lib/problem.mjs";
import { runTool } from "./lib/tool.mjs";

run(async () => {
  const { code } = await runTool("node_modules/oxfmt/bin/oxfmt", process.argv.slice(2));
  process.exit(code);
});
