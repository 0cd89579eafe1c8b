import { describe, expect, it } from "vitest";
import { NOW, numberNode, setupFacts, tokenFacts, wabaFacts } from "../testing/setup-facts.ts";
import {
  isMended,
  NEEDED_FIELDS,
  refusalOf,
  setupChecks,
  worstOf,
  type Check,
  type NumberNode,
  type SetupFacts,
  type Told,
} from "./index.ts";

const refused = (code: number, subcode: number | null = null): Told<never> => ({
  kind: "refused",
  error: { code, subcode, title: null, message: `(#${code}) no`, details: null },
});
const away: Told<never> = { kind: "no_answer", reason: "TimeoutError" };
const node = (changes: Partial<NumberNode>): Partial<SetupFacts> => ({
  number: { kind: "told", facts: { ...numberNode, ...changes } },
});
const ill = (facts: SetupFacts): string[] =>
  setupChecks(facts)
    .filter(({ state }) => state === "fail" || state === "warn")
    .map(({ id, state, finding, repair }) => `${id} ${state} ${finding} -> ${repair}`);
const noPayment = { canSend: "BLOCKED", errors: [{ code: 141006, description: "no", solution: "pay" }] };
const ill141 = { canSend: "BLOCKED", errors: [{ code: 141010, description: "no", solution: "verify" }] };

type Own = Partial<SetupFacts["own"]>;
const DAY = 86_400_000;

describe("a number", () => {
  it("about which all is right has nothing to mend", () => {
    const checks = setupChecks(setupFacts());
    expect(checks.filter(({ state }) => state !== "ok")).toEqual([]);
    expect(new Set(checks.map(({ id }) => id)).size).toBe(19);
    expect(checks.every(({ repair, act }) => repair === null && act === null)).toBe(true);
  });

  it.each<[string, Partial<SetupFacts>, Own, string[]]>([
    ["wrong app secret", { token: refused(190) }, {}, ["app_secret fail app_secret_wrong -> app_secret"]],
    [
      "wrong token",
      {
        token: { kind: "told", facts: { ...tokenFacts, isValid: false } },
        waba: refused(190),
        number: refused(190),
      },
      {},
      ["token fail token_invalid -> token_new"],
    ],
    [
      "expired token",
      {
        token: { kind: "told", facts: { ...tokenFacts, isValid: false, isExpired: true } },
        waba: refused(190, 463),
      },
      {},
      ["token fail token_expired -> token_new"],
    ],
    [
      "a token of another app",
      { token: { kind: "told", facts: { ...tokenFacts, appId: "999" } } },
      {},
      ["token fail token_of_other_app -> token_new"],
    ],
    [
      "a token that ends",
      { token: { kind: "told", facts: { ...tokenFacts, expiresAt: NOW + 60 * DAY } } },
      {},
      ["expiry warn token_ends -> token_lasting"],
    ],
    [
      "a token that ends soon",
      { token: { kind: "told", facts: { ...tokenFacts, expiresAt: NOW + 3 * DAY } } },
      {},
      ["expiry warn token_ends_soon -> token_lasting"],
    ],
    [
      "a missing scope",
      { token: { kind: "told", facts: { ...tokenFacts, scopes: ["whatsapp_business_messaging"] } } },
      {},
      ["scopes fail scope_missing -> scope_missing"],
    ],
    [
      "an account out of reach",
      { waba: refused(100, 33) },
      {},
      ["waba fail waba_unreachable -> waba_unreachable"],
    ],
    [
      "a token for another account",
      { token: { kind: "told", facts: { ...tokenFacts, wabaIds: ["201"] } } },
      {},
      ["waba warn waba_not_granted -> waba_unreachable"],
    ],
    [
      "a rejected account",
      { waba: { kind: "told", facts: { ...wabaFacts, review: "REJECTED" } } },
      {},
      ["waba fail waba_rejected -> waba_rejected"],
    ],
    [
      "an account Meta has blocked",
      { waba: { kind: "told", facts: { ...wabaFacts, health: ill141 } } },
      {},
      ["waba fail waba_blocked -> as_meta_says"],
    ],
    [
      "no payment method",
      { waba: { kind: "told", facts: { ...wabaFacts, health: noPayment } } },
      {},
      ["payment warn payment_missing -> payment_missing"],
    ],
    [
      "no payment method, and a number that is not registered",
      {
        waba: { kind: "told", facts: { ...wabaFacts, health: noPayment } },
        ...node({
          status: "PENDING",
          health: { canSend: "BLOCKED", errors: [{ code: 141000, description: "no", solution: "register" }] },
        }),
      },
      {},
      [
        "payment warn payment_missing -> payment_missing",
        "registration fail number_not_registered -> number_not_registered",
      ],
    ],
    [
      "sends stopped for payment",
      {},
      { pausedCode: 131042 },
      ["payment warn payment_missing -> payment_missing"],
    ],
    [
      "a number out of reach",
      { number: refused(33) },
      {},
      ["number fail number_unreachable -> number_unreachable"],
    ],
    [
      "a number of another account",
      { numbers: { kind: "told", facts: [] } },
      {},
      ["number fail number_of_other_account -> number_of_other_account"],
    ],
    ["a test number", node({ mode: "SANDBOX" }), {}, ["number warn number_is_test -> number_is_test"]],
    [
      "not registered",
      node({ status: "PENDING" }),
      {},
      ["registration fail number_not_registered -> number_not_registered"],
    ],
    [
      "sends stopped as not registered",
      {},
      { pausedCode: 133010 },
      ["registration fail number_not_registered -> number_not_registered"],
    ],
    [
      "not verified",
      node({ status: "PENDING", codeStatus: "NOT_VERIFIED" }),
      {},
      ["registration fail number_not_verified -> number_not_verified"],
    ],
    ["banned", node({ status: "BANNED" }), {}, ["registration fail number_gone -> number_gone"]],
    ["flagged", node({ status: "FLAGGED" }), {}, ["registration warn number_unwell -> number_unwell"]],
    ["without a PIN", node({ hasPin: false }), {}, ["pin warn pin_off -> pin_off"]],
    [
      "name in review",
      node({ nameStatus: "PENDING_REVIEW" }),
      {},
      ["name warn name_pending -> name_pending"],
    ],
    ["name declined", node({ nameStatus: "DECLINED" }), {}, ["name warn name_declined -> name_declined"]],
    ["low quality", node({ quality: "RED" }), {}, ["quality warn quality_low -> quality_low"]],
    [
      "an address without https",
      {},
      {
        callbackUrl: "http://desk.example/webhooks/whatsapp/a",
        ownCallbacks: ["https://desk.example/webhooks/whatsapp/a"],
      },
      ["callback fail callback_not_public -> callback_not_public"],
    ],
    [
      "an address nobody reaches",
      { callback: { kind: "unreachable", reason: "ENOTFOUND" } },
      {},
      ["callback fail callback_unreachable -> callback_unreachable"],
    ],
    [
      "an address where another answers",
      { callback: { kind: "answered", status: 404 } },
      {},
      ["callback fail callback_wrong -> callback_wrong"],
    ],
    [
      "Meta calls nobody",
      {
        subscription: { kind: "told", facts: null },
        ...node({ webhooks: { number: null, waba: null, app: null } }),
      },
      {},
      ["listening fail webhook_missing -> webhook", "fields fail fields_missing -> fields_missing"],
    ],
    [
      "Meta calls somebody else",
      node({ webhooks: { number: "https://other.example/x", waba: null, app: null } }),
      {},
      ["listening fail webhook_elsewhere -> webhook_elsewhere"],
    ],
    [
      "wrong verify token",
      {},
      { verified: { at: NOW, ok: false } },
      ["verify_token fail verify_wrong -> verify_wrong"],
    ],
    [
      "not subscribed",
      { apps: { kind: "told", facts: [] } },
      {},
      ["subscribed fail not_subscribed -> webhook"],
    ],
    [
      "a needed field is off",
      {
        subscription: {
          kind: "told",
          facts: { callbackUrl: "x", active: true, fields: [...NEEDED_FIELDS.should] },
        },
      },
      {},
      [
        "listening fail webhook_elsewhere -> webhook_elsewhere",
        "fields fail fields_missing -> fields_missing",
      ],
    ],
    ["wrong signature", {}, { badSignatureAt: NOW }, ["arriving fail signature_wrong -> signature_wrong"]],
    [
      "nothing arrives",
      {},
      { lastWebhookAt: null, test: { at: NOW - 10 * 60_000, status: null, code: null } },
      ["arriving fail webhook_silent -> webhook_silent", "test fail test_silent -> webhook_silent"],
    ],
    [
      "silent against its habit",
      {},
      { silentSince: NOW - 30_000 },
      ["arriving warn webhook_gap -> webhook_silent"],
    ],
    [
      "test outside the window",
      {},
      { test: { at: NOW, status: "failed", code: 131047 } },
      ["test fail test_window_closed -> write_to_number"],
    ],
    [
      "test not paid",
      {},
      { test: { at: NOW, status: "failed", code: 131042 } },
      ["test fail test_unpaid -> payment_missing"],
    ],
  ])("%s", (_name, changes, own, expected) => {
    expect(ill(setupFacts(changes, own))).toEqual(expected);
  });

  it("hears of one address for all numbers of an app, and of an override before it", () => {
    const sibling = "https://desk.example/webhooks/whatsapp/b";
    const at = (url: string, override: string | null): Check | undefined =>
      setupChecks(
        setupFacts({
          ...node({ webhooks: { number: null, waba: null, app: url } }),
          subscription: { kind: "told", facts: { callbackUrl: url, active: true, fields: [] } },
          apps: { kind: "told", facts: [{ id: "300", name: null, override }] },
        }),
      ).find(({ id }) => id === "listening");
    expect(at(sibling, null)?.state).toBe("ok");
    expect(at("https://other.example/x", null)?.state).toBe("fail");
    expect(at("https://other.example/x", sibling)?.state).toBe("ok");
    expect(at(sibling, "https://other.example/x")?.state).toBe("fail");
  });

  it("knows its own address by every name of the machine", () => {
    const at = (app: string): Check["state"] | undefined =>
      setupChecks(
        setupFacts(
          {
            ...node({ webhooks: { number: null, waba: null, app } }),
            subscription: { kind: "told", facts: { callbackUrl: app, active: true, fields: [] } },
          },
          { callbackUrl: "http://localhost:3000/webhooks/whatsapp/a", isMeta: false },
        ),
      ).find(({ id }) => id === "listening")?.state;
    expect(at("http://127.0.0.1:3000/webhooks/whatsapp/a")).toBe("ok");
    expect(at("http://127.0.0.1:3000/webhooks/whatsapp/z")).toBe("fail");
    expect(at("http://127.0.0.1:3001/webhooks/whatsapp/a")).toBe("fail");
  });

  it("is not ill because nobody has written to oneself", () => {
    expect(worstOf(setupChecks(setupFacts({}, { test: null, verified: null })))).toBe("ok");
    expect(worstOf(setupChecks(setupFacts({}, { lastWebhookAt: null, test: null })))).toBe("wait");
  });

  it("says what could not be found out, and blames nobody for it", () => {
    const checks = setupChecks(
      setupFacts({ token: away, waba: away, number: away, numbers: away, apps: away, subscription: away }),
    );
    expect(worstOf(checks)).toBe("unknown");
    expect(checks.filter(({ state }) => state === "fail")).toEqual([]);
  });
});

describe("a number that was stopped", () => {
  it.each<[number, Partial<SetupFacts>, boolean | null]>([
    [190, {}, true],
    [190, { token: refused(190) }, false],
    [190, { token: away, number: away, waba: away }, false],
    [133010, node({ status: "PENDING" }), false],
    [133010, {}, true],
    [131042, { waba: { kind: "told", facts: { ...wabaFacts, health: noPayment } } }, false],
    [131042, {}, true],
    [131031, { waba: { kind: "told", facts: { ...wabaFacts, health: ill141 } } }, false],
    [368, {}, null],
  ])("for %i runs again when %j: %s", (code, changes, expected) => {
    expect(isMended(code, setupFacts(changes, { pausedCode: code }))).toBe(expected);
  });
});

it.each<[number, string]>([
  [133005, "pin_wrong"],
  [133006, "number_not_verified"],
  [133016, "registered_too_often"],
  [136025, "code_wrong"],
  [2200, "verify_failed"],
  [190, "token_invalid"],
  [424242, "act_refused"],
])("names the refusal %i of an act: %s", (code, finding) => {
  const told = refused(code);
  expect(told.kind === "refused" && refusalOf(told)?.finding).toBe(finding);
});
