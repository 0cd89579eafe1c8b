import { randomInt } from "node:crypto";
import { betterAuth } from "better-auth";
import { twoFactor } from "better-auth/plugins/two-factor";
import type { openPlainPool } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { ADDRESS_HEADER } from "./device-words.ts";
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from "./password.ts";
import { libraryKeys } from "./two-step.keys.ts";

/** So long a session lasts unused. Whoever works is not thrown out: it is prolonged once a day, at a request that can tell the browser. */
export const SESSION_SECONDS = 14 * 86_400;
export const PROLONGED_AFTER_SECONDS = 86_400;
/** what authenticator apps understand, all of them */
export const TOTP = { digits: 6, period: 30 } as const;
const BACKUP_CODES = 10;
/** none that is taken for another when it is read from paper */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
/** between password and code */
const CHALLENGE_SECONDS = 10 * 60;
/** "trust this device" */
const TRUST_SECONDS = 30 * 86_400;

/** Ten letters of 31 are 49 bits: too many for the ten guesses in a quarter of an hour that are taken. */
function backupCode(): string {
  const letters = Array.from({ length: 10 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}

/** The identity library with what we use of it, and nothing else. Its own paths are not served: routes of ours call it. */
export const identityLibrary = (
  deps: Deps,
  options: { pool: ReturnType<typeof openPlainPool>; secrets: readonly string[] },
) =>
  betterAuth({
    appName: "Balcão",
    baseURL: deps.baseUrl,
    basePath: "/api/auth",
    secrets: libraryKeys(options.secrets),
    database: options.pool,
    trustedOrigins: [deps.baseUrl],
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
    },
    user: { modelName: "auth_user" },
    session: { modelName: "auth_session", expiresIn: SESSION_SECONDS, updateAge: PROLONGED_AFTER_SECONDS },
    account: { modelName: "auth_credential" },
    verification: { modelName: "auth_verification" },
    // the web node counts attempts, by address and by e-mail; the library would not know the address
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: "balcao",
      useSecureCookies: deps.baseUrl.startsWith("https:"),
      // written by this node from the connection itself (headers.ts): never what a browser claims
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER], ipv6Subnet: 128 },
    },
    plugins: [
      twoFactor({
        issuer: "Balcão",
        totpOptions: TOTP,
        backupCodeOptions: {
          customBackupCodesGenerate: () => Array.from({ length: BACKUP_CODES }, backupCode),
          storeBackupCodes: "encrypted",
        },
        twoFactorCookieMaxAge: CHALLENGE_SECONDS,
        trustDeviceMaxAge: TRUST_SECONDS,
        // whatever the browser and the address, so many wrong codes in a row shut the door for a while
        accountLockout: { enabled: true, maxFailedAttempts: 10, durationSeconds: 15 * 60 },
        schema: { twoFactor: { modelName: "auth_two_factor" } },
      }),
    ],
    telemetry: { enabled: false },
    logger: { disabled: true },
  });

export type IdentityLibrary = ReturnType<typeof identityLibrary>;
