import { fail, isTokenRefused, ok, said, unanswered, unknown, wait, warn, type Check } from "./check.ts";
import type { Health, HealthError, SetupFacts, Told, TokenFacts } from "./facts.ts";

export const NEEDED_SCOPES = ["whatsapp_business_management", "whatsapp_business_messaging"] as const;
const DAY = 86_400_000;
/** A token that ends this soon must be replaced now. */
const SOON_DAYS = 14;

/** The token as the number itself finds it, when nobody can ask about it: the app is not known here. */
function tokenByUse({ number, waba }: SetupFacts): Check {
  const refusal = [number, waba].find((told) => told.kind === "refused" && isTokenRefused(told.error));
  if (refusal?.kind === "refused") return refusedToken(refusal.error.subcode === 463);
  if (number.kind === "told" || waba.kind === "told") return ok("token", "token_works");
  return unanswered("token", number) ?? wait("token", "not_yet");
}

const refusedToken = (isExpired: boolean): Check =>
  isExpired
    ? fail("token", "token_expired", { repair: "token_new", act: "access" })
    : fail("token", "token_invalid", { repair: "token_new", act: "access" });

function secretCheck({ own, token }: SetupFacts): Check {
  if (own.appId === "") return unknown("app_secret", "app_unknown", { repair: "app_id", act: "access" });
  if (token.kind === "told") return ok("app_secret", "app_secret_right", { data: { app: own.appId } });
  if (token.kind === "refused" && ![1, 2, 4].includes(token.error.code))
    return fail("app_secret", "app_secret_wrong", {
      data: said(token.error),
      repair: "app_secret",
      act: "access",
    });
  return unanswered("app_secret", token) ?? wait("app_secret", "not_yet");
}

function tokenCheck(facts: SetupFacts): Check {
  const { own, token } = facts;
  if (token.kind !== "told") return tokenByUse(facts);
  const { appId, isValid, isExpired } = token.facts;
  if (!isValid) return refusedToken(isExpired);
  if (appId !== null && appId !== own.appId)
    return fail("token", "token_of_other_app", {
      data: { app: appId, ours: own.appId },
      repair: "token_new",
      act: "access",
    });
  return ok("token", "token_valid");
}

function expiryCheck({ expiresAt }: TokenFacts, now: number): Check {
  if (expiresAt === null) return ok("expiry", "token_never_ends");
  const days = Math.ceil((expiresAt - now) / DAY);
  return warn("expiry", days <= SOON_DAYS ? "token_ends_soon" : "token_ends", {
    data: { at: expiresAt, days },
    repair: "token_lasting",
    act: "access",
  });
}

function scopeCheck({ scopes }: TokenFacts): Check {
  const missing = NEEDED_SCOPES.filter((scope) => !scopes.includes(scope));
  return missing.length === 0
    ? ok("scopes", "scopes_given")
    : fail("scopes", "scope_missing", {
        data: { scopes: missing.join(", "), count: missing.length },
        repair: "scope_missing",
        act: "access",
      });
}

const afterToken = (id: "expiry" | "scopes", token: Exclude<Told<unknown>, { kind: "told" }>): Check =>
  token.kind === "refused" ? wait(id, "secret_first") : (unanswered(id, token) ?? wait(id, "not_yet"));

/** The app's secret and the token: right, valid, for how long, and for what. */
export function accessChecks(facts: SetupFacts): Check[] {
  const { token, now } = facts;
  const isUsable = token.kind === "told" && token.facts.isValid;
  const rest: Check[] = isUsable
    ? [expiryCheck(token.facts, now), scopeCheck(token.facts)]
    : token.kind === "told"
      ? [wait("expiry", "token_first"), wait("scopes", "token_first")]
      : [afterToken("expiry", token), afterToken("scopes", token)];
  return [secretCheck(facts), tokenCheck(facts), ...rest];
}

/** Marks a finding that nothing but the number's stop tells of: Meta, asked about it, complains of nothing. */
export const stoppedFor = (code: number | null): { stopped: number } => ({ stopped: code ?? 0 });

/** There is something wrong with the payment method (Meta's OpenAPI, `health_status`). */
const NO_PAYMENT = 141006;
const PAYMENT_CODES: ReadonlySet<number | null> = new Set([131042, 131044]);

/** All that Meta says ails the number and its business account. */
function ailments({ waba, number }: SetupFacts): HealthError[] {
  const healths: Health[] = [waba, number].flatMap((told) =>
    told.kind === "told" ? [told.facts.health] : [],
  );
  const byCode = new Map(healths.flatMap(({ errors }) => errors.map((error) => [error.code, error])));
  return [...byCode.values()];
}

function wabaCheck(facts: SetupFacts): Check {
  const { waba, own, token } = facts;
  const names = { waba: own.wabaId };
  if (waba.kind !== "told")
    return (
      unanswered("waba", waba) ??
      fail("waba", "waba_unreachable", {
        data: { ...names, ...(waba.kind === "refused" ? said(waba.error) : {}) },
        repair: "waba_unreachable",
        act: "access",
      })
    );
  const { name, review, health } = waba.facts;
  const data = { ...names, name: name ?? own.wabaId };
  if (review === "REJECTED") return fail("waba", "waba_rejected", { data, repair: "waba_rejected" });
  const worst = health.errors.find(({ code }) => code !== NO_PAYMENT);
  if (health.canSend === "BLOCKED" && worst)
    return fail("waba", "waba_blocked", {
      data: { ...data, code: worst.code, said: worst.solution ?? worst.description ?? "" },
      repair: "as_meta_says",
    });
  const granted = token.kind === "told" ? token.facts.wabaIds : [];
  return granted.length > 0 && !granted.includes(own.wabaId)
    ? warn("waba", "waba_not_granted", { data, repair: "waba_unreachable", act: "access" })
    : ok("waba", "waba_reached", { data });
}

function paymentCheck(facts: SetupFacts): Check {
  const told = ailments(facts).some(({ code }) => code === NO_PAYMENT);
  if (told || PAYMENT_CODES.has(facts.own.pausedCode))
    return warn("payment", "payment_missing", {
      data: told ? {} : stoppedFor(facts.own.pausedCode),
      repair: "payment_missing",
    });
  if (facts.waba.kind === "told") return ok("payment", "payment_no_complaint");
  return unanswered("payment", facts.waba) ?? wait("payment", "account_first");
}

/** The business account: reached, in order, and able to pay. */
export const accountChecks = (facts: SetupFacts): Check[] => [wabaCheck(facts), paymentCheck(facts)];
