import { parseArgs } from "node:util";
import type { ParseArgsConfig } from "node:util";
import { createSimulator } from "./create-simulator.ts";
import { DEFAULT_NUMBER } from "./options.ts";
import type { NumberInput, SimulatorOptions } from "./options.ts";

const HELP = `balcao-simulator: a stand-in for Meta's WhatsApp Cloud API, with a phone to hold.

  --port N               port on 127.0.0.1 (SIMULATOR_PORT, default 4100)
  --webhook URL          where webhooks go (SIMULATOR_WEBHOOK)
  --app-secret TEXT      key of the webhook signature (SIMULATOR_APP_SECRET)
  --verify-token TEXT    token of the verification GET (SIMULATOR_VERIFY_TOKEN)
  --access-token TEXT    bearer the Graph accepts (SIMULATOR_ACCESS_TOKEN)
  --phone-number-id ID   (SIMULATOR_PHONE_NUMBER_ID)
  --waba-id ID           (SIMULATOR_WABA_ID)
  --display-phone PHONE  (SIMULATOR_DISPLAY_PHONE)
  --name TEXT            verified name of the business (SIMULATOR_NAME)
  --seed N               seed of delays and faults (SIMULATOR_SEED, default 1)
  --mode MODE            faithful (as Meta) or strict (mistakes are refused at once) (SIMULATOR_MODE)
  --state FILE           keep people and chats over restarts (SIMULATOR_STATE)
  --clock-file FILE      publish the offset of the virtual clock (SIMULATOR_CLOCK_FILE)
  --help
`;

const FLAGS = [
  "port",
  "webhook",
  "app-secret",
  "verify-token",
  "access-token",
  "phone-number-id",
  "waba-id",
  "display-phone",
  "name",
  "seed",
  "mode",
  "state",
  "clock-file",
] as const;

type Flag = (typeof FLAGS)[number];

/**
 * Reads flags and environment (a flag wins). Gives null when help was asked for.
 * Throws an Error that names the flag when one is unknown or not a number.
 */
export function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): SimulatorOptions | null {
  const options: ParseArgsConfig["options"] = { help: { type: "boolean" } };
  for (const flag of FLAGS) options[flag] = { type: "string" };
  const values: Record<string, unknown> = parseArgs({ args: [...args], options }).values;
  if (values.help === true) return null;
  const value = (flag: Flag): string | undefined => {
    const given = values[flag] ?? env[`SIMULATOR_${flag.toUpperCase().replaceAll("-", "_")}`];
    return typeof given === "string" && given !== "" ? given : undefined;
  };
  const mode = value("mode");
  if (mode !== undefined && mode !== "faithful" && mode !== "strict")
    throw new Error("--mode must be faithful or strict.");
  const number: NumberInput = {
    phoneNumberId: value("phone-number-id") ?? DEFAULT_NUMBER.phoneNumberId,
    wabaId: value("waba-id"),
    displayPhone: value("display-phone"),
    verifiedName: value("name"),
    webhookUrl: value("webhook"),
    appSecret: value("app-secret"),
    verifyToken: value("verify-token"),
    accessToken: value("access-token"),
  };
  return {
    port: integer("port", value("port"), 4100),
    seed: integer("seed", value("seed"), 1),
    stateFile: value("state") ?? null,
    clockFile: value("clock-file") ?? null,
    numbers: [number],
    ...(mode === undefined ? {} : { knobs: { mode } }),
  };
}

function integer(flag: Flag, text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${flag} must be a whole number.`);
  return value;
}

/** Runs the simulator until SIGINT or SIGTERM. Gives the exit code. */
export async function main(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  let options: SimulatorOptions | null;
  try {
    options = readOptions(args, env);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    return 2;
  }
  if (options === null) {
    process.stdout.write(HELP);
    return 0;
  }
  const simulator = createSimulator(options);
  const ended = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
  });
  try {
    await simulator.start();
  } catch (error) {
    const taken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
    process.stderr.write(
      taken ? `Port ${options.port} is taken; choose another with --port.\n` : `${String(error)}\n`,
    );
    return 1;
  }
  if (simulator.users().length === 0)
    simulator.addUser({ id: "lia", name: "Lia Prado", waId: "5511987654321" });
  process.stdout.write(`Graph: ${simulator.url}/v25.0\nPhone: ${simulator.url}/phone\n`);
  await ended;
  await simulator.stop();
  return 0;
}
