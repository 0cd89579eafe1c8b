import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { errorFor, explanationKeys, retryDelay } from "./errors.ts";
import { parseAnswer } from "./parse-answer.ts";

const RETRIED = [
  1, 2, 4, 80007, 80008, 130429, 131000, 131016, 131048, 131056, 131057, 132069, 133004, 134101, 139102,
  139103,
];
const PAUSES = [0, 33, 102, 104, 190, 368, 463, 467, 131031, 131042, 131044, 131045, 133010];
const FIXED = [
  3, 10, 200, 250, 299, 131005, 131030, 131037, 131063, 132068, 133000, 133005, 133006, 134011, 134102,
  2388012, 2388019, 2388091, 2388093, 2388103, 2494100, 200005, 200007,
];
/** Nothing goes by itself; a person may try again after so many hours. */
const WAITS: [number, number][] = [
  [131049, 24],
  [131064, 7 * 24],
  [133008, 1],
  [133009, 1 / 60],
  [133015, 5 / 60],
  [133016, 72],
  [2388023, 28 * 24],
  [2388039, 24],
];
/** Final for the message, with its own explanation. */
const GIVEN_UP: [number, string][] = [
  [100, "invalid_message"],
  [803, "object_missing"],
  [804, "object_missing"],
  [130403, "contact_blocked"],
  [130472, "marketing_experiment"],
  [130497, "country_not_allowed"],
  [131008, "field_empty"],
  [131009, "invalid_value"],
  [131020, "group_impossible"],
  [131021, "own_number"],
  [131026, "not_on_whatsapp"],
  [131041, "group_impossible"],
  [131047, "window_closed"],
  [131050, "opted_out"],
  [131051, "invalid_message"],
  [131052, "media_not_readable"],
  [131053, "media_refused"],
  [131055, "only_marketing"],
  [131059, "group_impossible"],
  [131060, "content_unavailable"],
  [131062, "phone_needed"],
  [131201, "group_impossible"],
  [131215, "group_impossible"],
  [132000, "template_parameters"],
  [132001, "template_missing"],
  [132005, "template_too_long"],
  [132007, "template_policy"],
  [132008, "template_header"],
  [132012, "template_parameters"],
  [132015, "template_paused"],
  [132016, "template_disabled"],
  [132018, "template_parameters"],
  [134100, "only_marketing"],
  [135000, "invalid_message"],
  [137000, "identity_changed"],
  [138000, "call_impossible"],
  [138018, "call_impossible"],
  [139000, "form_impossible"],
  [139004, "form_impossible"],
  [139100, "block_partial"],
  [139101, "block_list_full"],
  [147001, "username_refused"],
  [147005, "username_refused"],
  [2388024, "template_exists"],
  [2388040, "template_field_long"],
  [2388047, "template_header_format"],
  [2388050, "contact_info_button"],
  [2388072, "template_body_format"],
  [2388073, "template_footer_format"],
  [2388153, "contact_info_button"],
  [2388293, "template_crowded"],
  [2388299, "template_variable_edge"],
  [2494055, "setup_refused"],
  [2593107, "sync_used"],
  [2593108, "sync_late"],
  [2593109, "history_declined"],
];
/** Codes nobody has seen: shown to a person as they came. */
const UNKNOWN = [5, 99, 131300, 139005, 147006, 200008, 2493999, -1, 999999];

describe("what each of Meta's errors asks for (wire facts, section 8)", () => {
  it.each(RETRIED)("%i is sent again, later, a limited number of times", (code) => {
    const rule = errorFor(code);
    expect(rule).toMatchObject({ class: "retry_later", stopsNumber: false });
    expect(rule.attempts).toBeGreaterThan(1);
    expect(rule.attempts).toBeLessThanOrEqual(20);
    expect(retryDelay(rule, 1, 0)).toBeGreaterThanOrEqual(1000);
  });
  it.each(PAUSES)("%i stops the whole number", (code) =>
    expect(errorFor(code)).toMatchObject({ class: "fix_number", attempts: 1, stopsNumber: true }),
  );
  it.each(FIXED)("%i is an administrator's, and burns no other message", (code) =>
    expect(errorFor(code)).toMatchObject({ class: "fix_number", attempts: 1, stopsNumber: false }),
  );
  it.each(GIVEN_UP)("%i is final: %s", (code, explanation) =>
    expect(errorFor(code)).toMatchObject({
      class: "ask_agent",
      attempts: 1,
      stopsNumber: false,
      explanation,
    }),
  );
  it.each(WAITS)("%i waits for %d hours, and goes by itself never", (code, hours) => {
    const rule = errorFor(code);
    expect(rule).toMatchObject({ class: "wait", attempts: 1, stopsNumber: false });
    expect(retryDelay(rule, 1, 0)).toBe(hours * 3_600_000);
  });
  it.each(UNKNOWN)("%i is unknown, and final", (code) =>
    expect(errorFor(code)).toMatchObject({ class: "ask_agent", attempts: 1, explanation: "unknown_error" }),
  );
  it("no code at all is unknown", () => expect(errorFor(null).explanation).toBe("unknown_error"));
  it("the subcode tells more where it is an error of its own", () => {
    expect(errorFor(100, 131047).explanation).toBe("window_closed");
    expect(errorFor(190, 463).explanation).toBe("token_invalid");
    expect(errorFor(131030, 2655007).explanation).toBe("not_on_test_list");
    expect(errorFor(100, 33).explanation).toBe("invalid_message");
  });
  it("every rule can be explained, and says what to do", () => {
    const { explanations, nextSteps } = explanationKeys();
    const given = [...WAITS, ...GIVEN_UP].map(([code]) => code);
    for (const code of [...RETRIED, ...PAUSES, ...FIXED, ...given, ...UNKNOWN]) {
      expect(explanations).toContain(errorFor(code).explanation);
      expect(nextSteps).toContain(errorFor(code).nextStep);
    }
  });
});

/** What the desk says of its own accord, before Meta is asked: server/src/modules/channels/graph.ts. */
const OF_THE_DESK = { explanations: ["number_removed", "portfolio_full"], nextSteps: ["wait_for_room"] };

describe("the words for it", () => {
  it.each(["pt-BR", "en"])("every explanation and every next step has a sentence in %s", (language) => {
    const file = new URL(`../../web/src/i18n/desk.${language}.json`, import.meta.url);
    const { failure } = JSON.parse(readFileSync(file, "utf8")) as {
      failure: Record<"explanations" | "nextSteps", Record<string, string>>;
    };
    const { explanations, nextSteps } = explanationKeys();
    expect(Object.keys(failure.explanations).sort()).toEqual(
      [...explanations, ...OF_THE_DESK.explanations].sort(),
    );
    expect(Object.keys(failure.nextSteps).sort()).toEqual([...nextSteps, ...OF_THE_DESK.nextSteps].sort());
    for (const sentence of [...Object.values(failure.explanations), ...Object.values(failure.nextSteps)])
      expect(sentence).toMatch(/^\p{Lu}.*\.$/u);
  });
});

describe("waiting before the next attempt", () => {
  it("a pair's limit waits four times longer each time", () => {
    const pair = errorFor(131056);
    expect([1, 2, 3, 4].map((attempt) => retryDelay(pair, attempt, 0))).toEqual([
      4000, 16_000, 64_000, 256_000,
    ]);
  });
  it("the number's limit waits a second or few", () => {
    const number = errorFor(130429);
    expect(retryDelay(number, 1, 0)).toBe(1000);
    expect(retryDelay(number, 9, 0)).toBe(5000);
    expect(retryDelay(number, 9, 1)).toBe(6250);
  });
  it("the quality's limit waits hours", () => expect(retryDelay(errorFor(131048), 1, 0)).toBe(3_600_000));
  it("grows to its most, and is spread by a quarter", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RETRIED),
        fc.integer({ min: 1, max: 2000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (code, attempt, jitter) => {
          const rule = errorFor(code);
          const delay = retryDelay(rule, attempt, jitter);
          expect(delay).toBeGreaterThanOrEqual(retryDelay(rule, attempt, 0));
          expect(delay).toBeLessThanOrEqual(rule.wait.most * 1.25);
          expect(retryDelay(rule, attempt + 1, jitter)).toBeGreaterThanOrEqual(delay);
        },
      ),
    );
  });
});

describe("what Graph answered (sections 7.3 and 7.4)", () => {
  const said = (status: number, body: unknown) =>
    parseAnswer(status, typeof body === "string" ? body : JSON.stringify(body));
  it("taken, with the account's own form of the phone", () =>
    expect(
      said(200, {
        messaging_product: "whatsapp",
        contacts: [{ input: "+5541987654321", wa_id: "554187654321" }],
        messages: [{ id: "wamid.A" }],
      }),
    ).toEqual({ kind: "accepted", wamid: "wamid.A", waId: "554187654321", bsuid: null, held: false }));
  it("taken, addressed by BSUID", () =>
    expect(
      said(200, { contacts: [{ input: "BR.7", user_id: "BR.7" }], messages: [{ id: "wamid.A" }] }),
    ).toMatchObject({
      waId: null,
      bsuid: "BR.7",
    }));
  it("taken and held back for its quality; taken without contacts", () => {
    expect(
      said(200, { messages: [{ id: "a", message_status: "held_for_quality_assessment" }] }),
    ).toMatchObject({
      kind: "accepted",
      held: true,
    });
    expect(said(201, { messages: [{ id: "a", message_status: "accepted" }] })).toMatchObject({
      kind: "accepted",
      waId: null,
      held: false,
    });
  });
  const error = {
    message: "(#131030) Recipient phone number not in allowed list",
    type: "OAuthException",
    code: 131030,
    error_data: { messaging_product: "whatsapp", details: "add it" },
    error_subcode: 2655007,
    fbtrace_id: "A1",
  };
  it.each([400, 401, 429, 500, 503, 200])(
    "an error envelope is an answer, whatever the status: %i",
    (status) =>
      expect(said(status, { error })).toEqual({
        kind: "refused",
        error: {
          code: 131030,
          subcode: 2655007,
          title: null,
          message: "(#131030) Recipient phone number not in allowed list",
          details: "add it",
        },
      }),
  );
  it("details stand in a text, or in the words for users", () => {
    expect(said(400, { error: { ...error, error_data: "plain" } })).toMatchObject({
      error: { details: "plain" },
    });
    const users = {
      ...error,
      error_data: undefined,
      error_user_title: "Título",
      error_user_msg: "Faça isto",
    };
    expect(said(400, { error: users })).toMatchObject({ error: { title: "Título", details: "Faça isto" } });
    expect(said(400, { error: { code: "4" } })).toMatchObject({
      error: { code: 4, message: null, details: null },
    });
  });
  it.each<[number, unknown]>([
    [200, ""],
    [200, "<html>502 Bad Gateway</html>"],
    [200, '{"messages":[{"id":"wam'],
    [200, {}],
    [200, []],
    [200, "null"],
    [200, { messages: [] }],
    [200, { messages: [{ id: "" }] }],
    [200, { messages: [{ id: 7 }] }],
    [302, { messages: [{ id: "wamid.A" }] }],
    [500, { messages: [{ id: "wamid.A" }] }],
    [500, { error: { message: "no code" } }],
    [503, "Service Unavailable"],
  ])("%i %j is no answer: it may have been taken", (status, body) =>
    expect(said(status, body)).toMatchObject({ kind: "no_answer" }),
  );
  it("any text at all: never a throw", () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), fc.oneof(fc.string(), fc.json()), (status, body) => {
        expect(["accepted", "refused", "no_answer"]).toContain(parseAnswer(status, body).kind);
      }),
    );
  });
});
