import { createOTP } from "@better-auth/utils/otp";
import { symmetricDecrypt } from "better-auth/crypto";
import { ProblemError } from "../../platform/problem.ts";
import type { Deps } from "../../platform/deps.ts";
import { originOf } from "./headers.ts";
import { TOTP, type IdentityLibrary } from "./identity-library.ts";
import { endSessionByToken } from "./sessions.queries.ts";
import { challenged, secretOf, burnCode } from "./two-step.queries.ts";

export type Code = { kind: "totp" | "backup"; code: string; trustDevice: boolean };

export type SecondStep = {
  /** whose sign-in, begun by a password, waits for a code in this browser; null when none does (any more) */
  waitsFor(headers: Headers): Promise<string | null>;
  /** the code after the password: answers the session's cookies, or throws the problem */
  pass(userId: string, headers: Headers, code: Code): Promise<string[]>;
  /** a new secret, not in force before `confirms` was asked once, and the backup codes; null when the password is wrong or it is on already */
  begin(headers: Headers, password: string): Promise<{ uri: string; backupCodes: string[] } | null>;
  /** is this a code of the secret begun, not used before? */
  confirms(userId: string, code: string): Promise<boolean>;
  /** other backup codes in the place of those there are; null when the password is wrong or the second step is off */
  newBackupCodes(headers: Headers, password: string): Promise<string[] | null>;
  /** how many backup codes are left */
  backupCodesLeft(userId: string): Promise<number>;
};

/** The cookies of a browser without its session: a second step is for the sign-in that waits, whoever else is signed in there. */
function withoutSession(headers: Headers): Headers {
  const kept = originOf(headers);
  const cookies = (kept.get("cookie") ?? "").split(/;\s*/u);
  kept.set("cookie", cookies.filter((cookie) => !cookie.includes("session_token=")).join("; "));
  return kept;
}

/** The library's refusals in our words: a code that does not fit, a sign-in that has to begin anew, a door shut for a while. */
function refusal(code: string): ProblemError {
  if (code === "INVALID_CODE" || code === "INVALID_BACKUP_CODE") return new ProblemError(401, "wrong_code");
  if (code === "ACCOUNT_TEMPORARILY_LOCKED") return new ProblemError(429, "too_many_requests");
  return new ProblemError(401, "sign_in_again");
}

/** What the library's plugin does of two-step sign-in, and what it leaves open: a code counts once. */
export function secondStepOf(deps: Deps, auth: IdentityLibrary): SecondStep {
  const cookieName = async (): Promise<string> => (await auth.$context).createAuthCookie("two_factor").name;
  return {
    async waitsFor(headers) {
      const name = await cookieName();
      const cookie = (headers.get("cookie") ?? "")
        .split(/;\s*/u)
        .find((entry) => entry.startsWith(`${name}=`));
      const [identifier = ""] = decodeURIComponent(cookie?.slice(name.length + 1) ?? "").split(".");
      return identifier === "" ? null : challenged(deps.system, identifier);
    },
    async pass(userId, headers, { kind, code, trustDevice }) {
      const options = {
        body: { code: code.toLowerCase(), trustDevice },
        headers: withoutSession(headers),
        asResponse: true,
      } as const;
      const answer =
        kind === "totp" ? await auth.api.verifyTOTP(options) : await auth.api.verifyBackupCode(options);
      const told = (await answer.json()) as { code?: string; token?: string };
      if (!answer.ok) throw refusal(told.code ?? "");
      // the library takes a code as often as it comes while it is young; whoever comes second loses the session before anybody has it
      if (kind === "totp" && !(await burnCode(deps.system, userId, code))) {
        await endSessionByToken(deps.system, told.token ?? "");
        throw new ProblemError(401, "sign_in_again");
      }
      return answer.headers.getSetCookie();
    },
    async begin(headers, password) {
      const answer = await auth.api.enableTwoFactor({
        body: { password },
        headers: originOf(headers),
        asResponse: true,
      });
      if (!answer.ok) return null;
      const { totpURI, backupCodes } = (await answer.json()) as { totpURI: string; backupCodes: string[] };
      return { uri: totpURI, backupCodes };
    },
    async confirms(userId, code) {
      const kept = await secretOf(deps.system, userId);
      if (!kept) return false;
      const secret = await symmetricDecrypt({ key: (await auth.$context).secretConfig, data: kept.secret });
      return (await createOTP(secret, TOTP).verify(code)) && burnCode(deps.system, userId, code);
    },
    async newBackupCodes(headers, password) {
      const answer = await auth.api.generateBackupCodes({
        body: { password },
        headers: originOf(headers),
        asResponse: true,
      });
      if (!answer.ok) return null;
      return ((await answer.json()) as { backupCodes: string[] }).backupCodes;
    },
    async backupCodesLeft(userId) {
      if (!(await secretOf(deps.system, userId))) return 0;
      return (await auth.api.viewBackupCodes({ body: { userId } })).backupCodes.length;
    },
  };
}
