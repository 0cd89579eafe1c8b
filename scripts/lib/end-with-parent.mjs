/**
 * Loaded before a program that belongs to a launch: when the launcher is killed and can stop nothing any more, the channel
 * to it closes, and the program ends as if asked to, instead of keeping its port for ever.
 */
if (process.channel) {
  process.channel.unref();
  process.once("disconnect", () => {
    setTimeout(() => process.exit(1), 10_000).unref();
    process.kill(process.pid, "SIGTERM");
  });
}
