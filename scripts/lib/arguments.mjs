import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "./paths.mjs";
import { messageOf, Problem } from "./problem.mjs";

export const DEFAULT_PORT = 8080;

const HELP = `npm start [-- options]

  --port N     the address's port (default ${DEFAULT_PORT}, or PORT)
  --host H     listen on this address (default 127.0.0.1, or HOST)
  --data DIR   where everything is kept (default data/, or DATA_DIR)
  --no-demo    without the demonstration company and its simulated phone

DATABASE_URL uses that PostgreSQL instead of the embedded one.
BASE_URL is the address people and Meta use, when it is not http://localhost:PORT.
TRUST_PROXY names the proxies in front, as addresses or CIDR with commas, so that callers are told apart.
MAIL_INNER_HOSTS names mail servers of your own network, "host" or "host:port" with commas; any other must be on the public internet.`;

/**
 * Where an installation keeps everything.
 * @param {string | undefined} named by --data
 */
export const dataDirOf = (named) => resolve(ROOT, named ?? process.env.DATA_DIR ?? "data");

/**
 * The launch's options, from the command line and the environment.
 * @returns {{ port: number, host: string, dataDir: string, demo: boolean }}
 */
export function launchOptions() {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        port: { type: "string", short: "p" },
        host: { type: "string" },
        data: { type: "string" },
        "no-demo": { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }));
  } catch (error) {
    throw new Problem(`${messageOf(error)}\n\n${HELP}`);
  }
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const port = Number(values.port ?? process.env.PORT ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Problem(`--port takes a number from 1 to 65535.\n\n${HELP}`);
  return {
    port,
    host: values.host ?? process.env.HOST ?? "127.0.0.1",
    dataDir: dataDirOf(values.data),
    demo: !values["no-demo"],
  };
}

/**
 * What a command about one folder was told: `FOLDER [--data DIR]`. A relative folder is meant from where the command was called.
 * @param {string} missing the sentence for whoever named none
 * @returns {{ folder: string, dataDir: string }} both absolute
 */
export function folderOptions(missing) {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { data: { type: "string" } },
    });
    const [folder] = positionals;
    if (folder === undefined) throw new Problem(missing);
    return { folder: resolve(process.env.INIT_CWD ?? ".", folder), dataDir: dataDirOf(values.data) };
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(messageOf(error));
  }
}
