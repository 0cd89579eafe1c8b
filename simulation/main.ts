/** `npm run simulate [-- --seed N | --seeds N | --real N] [--from N] [--bug N] [--json] [--record]`: see README.md. */
const args = process.argv.slice(2);
if (args.includes("--real")) {
  const { loadThroughBridge } = await import("./production/loader.ts");
  loadThroughBridge();
  const { stepThroughPostgres } = await import("./real/command.ts");
  process.exitCode = await stepThroughPostgres(args);
} else if (args.includes("--record")) {
  const { recordAll } = await import("./record.ts");
  const at = args.indexOf("--seeds");
  process.exitCode = await recordAll(at < 0 ? "10000" : (args[at + 1] ?? ""));
} else {
  const { loadThroughBridge } = await import("./production/loader.ts");
  loadThroughBridge();
  const { simulate } = await import("./simulate.ts");
  process.exitCode = await simulate(args);
}
