import { NEEDED_FIELDS } from "./calls.ts";
import { fail, ok, said, unanswered, unknown, wait, warn, type Check } from "./check.ts";
import type { SetupFacts } from "./facts.ts";

const MINUTE = 60_000;
/** A message sent or a status due should have come back by then. */
const PATIENCE = 2 * MINUTE;

/** Does our own address answer as Meta needs it to? */
function callbackCheck({ callback, own }: SetupFacts): Check {
  const data = { url: own.callbackUrl };
  if (own.isMeta && !own.callbackUrl.startsWith("https://"))
    return fail("callback", "callback_not_public", { data, repair: "callback_not_public" });
  switch (callback.kind) {
    case "echoed":
      return ok("callback", "callback_answers", { data });
    case "not_asked":
      return wait("callback", "not_yet");
    case "unreachable":
      return fail("callback", "callback_unreachable", {
        data: { ...data, reason: callback.reason },
        repair: "callback_unreachable",
      });
    default:
      return fail("callback", "callback_wrong", {
        data: { ...data, status: callback.status },
        repair: "callback_wrong",
      });
  }
}

type Place = { url: string | null; isKnown: boolean };

/** Where Meta calls for this number: its own address wins over its account's, which wins over the app's (section 2.4). */
export function webhookPlace({ own, number, apps, subscription }: SetupFacts): Place {
  const told = number.kind === "told" ? number.facts.webhooks : null;
  const mine = apps.kind === "told" ? apps.facts.find(({ id }) => id === own.appId) : undefined;
  const app = subscription.kind === "told" ? (subscription.facts?.callbackUrl ?? null) : null;
  return {
    url: told?.number ?? mine?.override ?? told?.waba ?? app ?? told?.app ?? null,
    isKnown: subscription.kind === "told" || number.kind === "told",
  };
}

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** One machine has several names for itself. */
function plain(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  if (LOOPBACK.test(parsed.hostname)) parsed.hostname = "localhost";
  return parsed.href;
}

/** Which of our own addresses that is; null = somebody else's. */
export const ownAddress = (
  url: string | null,
  own: Pick<SetupFacts["own"], "callbackUrl" | "ownCallbacks">,
): string | null =>
  url === null
    ? null
    : ([own.callbackUrl, ...own.ownCallbacks].find((one) => plain(one) === plain(url)) ?? null);

function listeningCheck(facts: SetupFacts): Check {
  const { url, isKnown } = webhookPlace(facts);
  if (!isKnown) {
    const { subscription } = facts;
    const why = subscription.kind === "told" ? null : unanswered("listening", subscription);
    return why ?? unknown("listening", "app_unknown", { repair: "app_id", act: "access" });
  }
  if (url === null) return fail("listening", "webhook_missing", { repair: "webhook", act: "webhook" });
  return ownAddress(url, facts.own) !== null
    ? ok("listening", "webhook_ours", { data: { url } })
    : fail("listening", "webhook_elsewhere", { data: { url }, repair: "webhook_elsewhere", act: "webhook" });
}

function verifyCheck({ own }: SetupFacts): Check {
  if (own.verified === null) return wait("verify_token", "verify_not_asked");
  const data = { at: own.verified.at };
  return own.verified.ok
    ? ok("verify_token", "verify_right", { data })
    : fail("verify_token", "verify_wrong", { data, repair: "verify_wrong", act: "webhook" });
}

function subscribedCheck({ apps, own, waba }: SetupFacts): Check {
  if (apps.kind !== "told")
    return (
      unanswered("subscribed", apps) ??
      (waba.kind === "told"
        ? unknown("subscribed", "apps_refused", {
            data: apps.kind === "refused" ? said(apps.error) : {},
            repair: "scope_missing",
          })
        : wait("subscribed", "account_first"))
    );
  // an app whose id is not known here cannot be told from others
  const isHeard = own.appId === "" ? apps.facts.length > 0 : apps.facts.some(({ id }) => id === own.appId);
  return isHeard
    ? ok("subscribed", "subscribed")
    : fail("subscribed", "not_subscribed", { repair: "webhook", act: "webhook" });
}

function fieldsCheck({ subscription }: SetupFacts): Check {
  if (subscription.kind !== "told")
    return subscription.kind === "refused"
      ? wait("fields", "secret_first")
      : (unanswered("fields", subscription) ?? wait("fields", "not_yet"));
  const has = new Set(subscription.facts?.active ? subscription.facts.fields : []);
  const lacks = (fields: readonly string[]): string[] => fields.filter((field) => !has.has(field));
  const [must, should] = [lacks(NEEDED_FIELDS.must), lacks(NEEDED_FIELDS.should)];
  const missing = [...must, ...should];
  const data = { fields: missing.join(", "), count: missing.length };
  const repair = { data, repair: "fields_missing", act: "webhook" } as const;
  if (must.length > 0) return fail("fields", "fields_missing", repair);
  return should.length > 0 ? warn("fields", "fields_missing", repair) : ok("fields", "fields_all");
}

function arrivingCheck(facts: SetupFacts): Check {
  const { lastWebhookAt, silentSince, badSignatureAt, test } = facts.own;
  if (badSignatureAt !== null && badSignatureAt > (lastWebhookAt ?? 0))
    return fail("arriving", "signature_wrong", {
      data: { at: badSignatureAt },
      repair: "signature_wrong",
      act: "access",
    });
  const isOverdue =
    test !== null && test.status === null && facts.now - test.at > PATIENCE && (lastWebhookAt ?? 0) < test.at;
  if (isOverdue)
    return fail("arriving", "webhook_silent", { data: { at: test.at }, repair: "webhook_silent" });
  if (silentSince !== null)
    return warn("arriving", "webhook_gap", { data: { at: silentSince }, repair: "webhook_silent" });
  if (lastWebhookAt !== null) return ok("arriving", "webhook_seen", { data: { at: lastWebhookAt } });
  return wait("arriving", "webhook_none_yet", { repair: "write_to_number" });
}

/** Meta's way to us: our address answers, Meta calls it, with the right words, for this account, about all we need, and it arrives. */
export const webhookChecks = (facts: SetupFacts): Check[] => [
  callbackCheck(facts),
  listeningCheck(facts),
  verifyCheck(facts),
  subscribedCheck(facts),
  fieldsCheck(facts),
  arrivingCheck(facts),
];

const ARRIVED: ReadonlySet<string> = new Set(["sent", "delivered", "read", "played"]);
const WINDOW_CLOSED = 131047;
const NOT_ON_LIST = 131030;

/** The message to oneself: did its status come back? */
export function testCheck({ own: { test, pausedCode }, now }: SetupFacts): Check {
  if (test === null) return wait("test", "test_not_yet", { repair: "test", act: "test" });
  const data = { at: test.at };
  if (test.status !== null && ARRIVED.has(test.status)) return ok("test", `test_${test.status}`, { data });
  if (test.status !== "failed")
    return now - test.at > PATIENCE
      ? fail("test", "test_silent", { data, repair: "webhook_silent", act: "test" })
      : wait("test", "test_under_way", { data });
  const code = test.code ?? 0;
  if (code === WINDOW_CLOSED)
    return fail("test", "test_window_closed", { data, repair: "write_to_number", act: "test" });
  if (code === NOT_ON_LIST)
    return fail("test", "test_not_on_list", { data, repair: "number_is_test", act: "test" });
  if (code === 131042 || pausedCode === 131042)
    return fail("test", "test_unpaid", { data, repair: "payment_missing", act: "test" });
  return fail("test", "test_failed", { data: { ...data, code }, repair: "test", act: "test" });
}
