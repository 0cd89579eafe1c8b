import { secretsIn } from "./crypto.ts";

/** What the process is told from outside; read once, by main.ts. */
export type Config = {
  databaseUrl: string;
  host: string;
  port: number;
  role: "web" | "worker" | "all";
  dataDir: string;
  demo: boolean;
  baseUrl: string;
  webDist: string | null;
  clockFile: string | null;
  /** the first seals, all open */
  secrets: string[];
  /** where new numbers reach Graph, without a trailing slash; a stand-in for Meta may take its place */
  graphBaseUrl: string;
  /** what may be called over HTTP though it be in an inner network: the stand-in for Meta that was named, and ourselves */
  innerAddresses: string[];
  /** addresses of proxies whose word on the caller's address counts; none = the connection's own address */
  trustProxy: string[];
  /** mail servers of this installation's own network, "host" or "host:port"; any other must be on the public internet */
  mailInnerHosts: string[];
  demoChannel: DemoChannel | null;
  /** this installation's own app at Meta, when administrators may connect numbers by signing in to Facebook */
  signup: SignupApp | null;
};

/** An app of a Tech Provider and its configuration of Embedded Signup (wire facts, section 12.3). */
export type SignupApp = { appId: string; appSecret: string; configId: string };
/** Meta's Graph (wire facts, section 1). */
export const GRAPH_BASE_URL = "https://graph.facebook.com";

export type DemoChannel = {
  id: string;
  graphBaseUrl: string;
  phoneNumberId: string;
  wabaId: string;
  appId: string;
  displayPhone: string;
  accessToken: string;
  appSecret: string;
  verifyToken: string;
  phoneUrl: string;
};

const ROLES = ["web", "worker", "all"] as const;

const listOf = (text: string | undefined): string[] =>
  (text ?? "").split(",").flatMap((entry) => entry.trim() || []);

/** All three or none: with some of them nobody could sign in, and nobody would know why. */
function signupOf(env: Record<string, string | undefined>): SignupApp | null {
  const names = ["META_APP_ID", "META_APP_SECRET", "META_SIGNUP_CONFIG_ID"] as const;
  const [appId, appSecret, configId] = names.map((name) => env[name]?.trim() ?? "");
  const missing = names.filter((name) => !env[name]?.trim());
  if (missing.length === names.length) return null;
  if (!appId || !appSecret || !configId) throw new Error(`${missing.join(" and ")} must be set, too`);
  return { appId, appSecret, configId };
}

/** Reads and checks the environment; throws a sentence that names what is missing. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const need = (name: string): string => {
    const value = env[name];
    if (!value) throw new Error(`${name} is not set`);
    return value;
  };
  const role = ROLES.find((entry) => entry === (env["ROLE"] ?? "all"));
  if (!role) throw new Error("ROLE must be web, worker or all");
  const port = Number(env["PORT"] ?? "3000");
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error("PORT must be a number from 0 to 65535");
  const host = env["HOST"] ?? "127.0.0.1";
  const baseUrl = (env["BASE_URL"] ?? `http://${host}:${port}`).replace(/\/$/, "");
  const demoChannel = env["DEMO_CHANNEL"] ? (JSON.parse(env["DEMO_CHANNEL"]) as DemoChannel) : null;
  return {
    databaseUrl: need("DATABASE_URL"),
    host,
    port,
    role,
    dataDir: env["DATA_DIR"] ?? "data",
    demo: env["DEMO"] === "1",
    baseUrl,
    webDist: env["WEB_DIST"] ?? null,
    clockFile: env["CLOCK_FILE"] ?? null,
    secrets: secretsIn(need("BALCAO_SECRET")),
    graphBaseUrl: (env["GRAPH_BASE_URL"] ?? GRAPH_BASE_URL).replace(/\/$/, ""),
    innerAddresses: [baseUrl, env["GRAPH_BASE_URL"], demoChannel?.graphBaseUrl].flatMap(
      (address) => address ?? [],
    ),
    trustProxy: listOf(env["TRUST_PROXY"]),
    mailInnerHosts: listOf(env["MAIL_INNER_HOSTS"]),
    signup: signupOf(env),
    demoChannel,
  };
}
