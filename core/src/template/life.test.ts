import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  templateNow,
  templateTold,
  UNTOLD,
  type TemplateLife,
  type TemplateNow,
  type TemplateTold,
} from "./life.ts";

const MINUTE = 60_000;
const fold = (told: readonly TemplateTold[]): TemplateLife => told.reduce(templateTold, UNTOLD);

/** What Meta really did, step by step: the truth that webhooks and lists tell of, each in its own way. */
type Truth = {
  status: string;
  reason: string | null;
  category: string;
  coming: string | null;
  quality: string;
  body: string;
};
type Step = { at: number; truth: Truth; webhook: Omit<TemplateTold, "at" | "by"> };

const content = (body: string): TemplateTold["content"] => ({
  parameterFormat: "POSITIONAL",
  components: [{ type: "BODY", text: body }],
});

/** create → pending → approved → used → paused → back → recategorised → disabled → deleted, as issue 6 tells it. */
function wholeLife(): Step[] {
  let truth: Truth = {
    status: "PENDING",
    reason: null,
    category: "UTILITY",
    coming: null,
    quality: "UNKNOWN",
    body: "Oi",
  };
  let at = Date.UTC(2026, 10, 2);
  const step = (change: Partial<Truth>, webhook: Step["webhook"]): Step => {
    truth = { ...truth, ...change };
    at += 7 * MINUTE;
    return { at, truth, webhook };
  };
  return [
    // the answer to its creation, which both ways have
    step({}, { status: "PENDING", category: "UTILITY", content: content("Oi") }),
    step({ status: "APPROVED" }, { status: "APPROVED", category: "UTILITY" }),
    step({ quality: "GREEN" }, { quality: "GREEN" }),
    step({ quality: "RED" }, { quality: "RED" }),
    step({ status: "PAUSED" }, { status: "PAUSED", reason: "FIRST_PAUSE" }),
    step({ status: "APPROVED" }, { status: "APPROVED", reason: "UNPAUSE" }),
    step({ body: "Olá" }, { content: content("Olá") }),
    step({ coming: "MARKETING" }, { category: "UTILITY", coming: "MARKETING", comingAt: at + 90 * MINUTE }),
    step({ category: "MARKETING", coming: null }, { category: "MARKETING" }),
    step({ status: "DISABLED" }, { status: "DISABLED", reason: "DISABLED" }),
    step({ status: "PENDING_DELETION" }, { status: "PENDING_DELETION" }),
    step({ status: "DELETED" }, { status: "DELETED" }),
  ];
}

const asWebhook = ({ at, webhook }: Step, index: number): TemplateTold => ({
  ...webhook,
  at,
  by: index === 0 ? "answer" : "webhook",
});

/** What a list that is asked for at this moment says; a list does not know why a template is paused. */
function asListed(steps: readonly Step[], at: number): TemplateTold[] {
  const truth = steps.findLast((step) => step.at <= at)?.truth;
  if (truth === undefined) return [];
  if (truth.status === "DELETED") return [{ at, by: "absence", status: "DELETED" }];
  const { status, category, quality, coming, body } = truth;
  return [{ at, by: "list", status, reason: null, category, quality, coming, content: content(body) }];
}

/** What does not depend on which way it came: of a pause only the webhook says which one it is. */
const told = ({ status, category, coming, quality, content }: TemplateNow): object => ({
  status,
  category,
  coming: coming?.category ?? null,
  quality,
  content,
});
const expected = ({ status, category, quality, coming, body }: Truth): object => ({
  status,
  category,
  quality: quality === "UNKNOWN" ? null : quality,
  coming,
  content: content(body),
});

const steps = wholeLife();
const created = steps.slice(0, 1).map(asWebhook);
const after = (step: number): number => (steps[step]?.at ?? 0) + MINUTE;

describe("the life of a template", () => {
  it.each(steps.map(({ truth }, index) => [index, truth] as const))(
    "after step %i is what Meta made it: by webhooks, by lists, and by both",
    (last, truth) => {
      const webhooks = steps.slice(0, last + 1).map(asWebhook);
      const lists = steps.slice(0, last + 1).flatMap((_, index) => asListed(steps, after(index)));
      expect(told(templateNow(fold(webhooks)))).toEqual(expected(truth));
      expect(told(templateNow(fold([...created, ...lists])))).toEqual(expected(truth));
      expect(told(templateNow(fold([...webhooks, ...lists])))).toEqual(expected(truth));
    },
  );

  it("ends alike by webhooks only, by lists only and by both, in any order, late and said twice", () => {
    const webhooks = steps.map(asWebhook);
    const end = expected(steps.at(-1)?.truth as Truth);
    const moments = fc.array(fc.integer({ min: 0, max: steps.length - 1 }), { maxLength: 8 });
    fc.assert(
      fc.property(
        moments,
        fc.boolean(),
        fc.boolean(),
        fc.infiniteStream(fc.nat()),
        (asked, byList, byHook, dice) => {
          fc.pre(byList || byHook);
          // the last two that find it: of what is gone no list tells any more
          const lists = [...asked, steps.length - 2, steps.length - 1].flatMap((index) =>
            asListed(steps, after(index)),
          );
          const said = [...created, ...(byHook ? webhooks : []), ...(byList ? lists : [])];
          const twice = [...said, ...said.filter((_, index) => index % 3 === 0)];
          const order = twice.map((one) => ({ one, by: dice.next().value })).toSorted((a, b) => a.by - b.by);
          const life = fold(order.map(({ one }) => one));
          expect(told(templateNow(life))).toEqual(end);
          // and it is the same in the order in which it happened
          const inOrder = said.toSorted((a, b) => a.at - b.at);
          expect(templateNow(life)).toEqual(templateNow(fold(inOrder)));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is the same whatever the order of anything Meta may say, of the same second too, and once is as good as twice", () => {
    const word = fc.constantFrom(
      "PENDING",
      "APPROVED",
      "PAUSED",
      "REJECTED",
      "DELETED",
      "NEW_WORD",
      "__proto__",
    );
    const anything: fc.Arbitrary<TemplateTold> = fc.record(
      {
        at: fc.integer({ min: 0, max: 5000 }),
        by: fc.constantFrom("absence", "list", "answer", "webhook"),
        status: word,
        reason: fc.option(fc.constantFrom("SCAM", "FIRST_PAUSE")),
        detail: fc.option(fc.constantFrom("a", "b")),
        category: fc.constantFrom("UTILITY", "MARKETING"),
        quality: fc.constantFrom("GREEN", "RED"),
        coming: fc.option(fc.constantFrom("UTILITY", "MARKETING")),
        comingAt: fc.option(fc.integer({ min: 1, max: 9 })),
        content: fc.constantFrom(content("a"), content("b")),
      },
      { requiredKeys: ["at", "by"] },
    ) as fc.Arbitrary<TemplateTold>;
    fc.assert(
      fc.property(
        fc
          .array(anything, { maxLength: 8 })
          .chain((all) =>
            fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.subarray(all)),
          ),
        ([all, shuffled, again]) => {
          const life = fold(all);
          expect(fold(shuffled)).toEqual(life);
          expect(fold([...all, ...again])).toEqual(life);
          // it is stored as JSON between two words
          expect(JSON.parse(JSON.stringify(life))).toEqual(life);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe("what holds", () => {
  const at = (minute: number): number => minute * MINUTE;

  it("is what the webhook says, of a list that was asked for in the same second", () => {
    const life = fold([
      { at: 5900, by: "webhook", status: "PAUSED" },
      { at: 5990, by: "list", status: "APPROVED" },
    ]);
    expect(templateNow(life).status).toBe("PAUSED");
  });

  it("keeps the reason and Meta's sentence, until another state has come between", () => {
    const refused: TemplateTold = {
      at: at(1),
      by: "webhook",
      status: "REJECTED",
      reason: "INVALID_FORMAT",
      detail: "Sem exemplo",
    };
    const read: TemplateTold = { at: at(9), by: "list", status: "REJECTED", reason: "INVALID_FORMAT" };
    expect(templateNow(fold([read, refused]))).toMatchObject({
      reason: "INVALID_FORMAT",
      detail: "Sem exemplo",
    });
    const again: TemplateTold = { at: at(20), by: "list", status: "REJECTED", reason: "SCAM" };
    const approved: TemplateTold = { at: at(15), by: "webhook", status: "APPROVED", reason: "UNPAUSE" };
    expect(templateNow(fold([again, approved, refused]))).toMatchObject({ reason: "SCAM", detail: null });
    expect(templateNow(fold([refused, approved]))).toMatchObject({ status: "APPROVED", reason: null });
  });

  it("tells of an announced category until it is there, and from when on", () => {
    const announced: TemplateTold = {
      at: at(1),
      by: "webhook",
      category: "UTILITY",
      coming: "MARKETING",
      comingAt: at(90),
    };
    const read: TemplateTold = { at: at(5), by: "list", category: "UTILITY", coming: "MARKETING" };
    const coming = { category: "MARKETING", at: at(90) };
    expect(templateNow(fold([read, announced]))).toMatchObject({ category: "UTILITY", coming });
    const done: TemplateTold = { at: at(90), by: "webhook", category: "MARKETING" };
    expect(templateNow(fold([done, announced]))).toMatchObject({ category: "MARKETING", coming: null });
    // appealed with success: what was announced once is over
    const back: TemplateTold = { at: at(99), by: "webhook", category: "UTILITY" };
    expect(templateNow(fold([back, done, announced]))).toMatchObject({ category: "UTILITY", coming: null });
  });
});

describe("a category that changes", () => {
  const at = Date.UTC(2026, 10, 20);
  const utility: TemplateTold = {
    at,
    by: "list",
    status: "APPROVED",
    category: "UTILITY",
    content: content("Oi"),
  };
  const found: TemplateTold = { at: at + MINUTE, by: "webhook", detected: "MARKETING" };

  it("is known since Meta said so first, however often its lists repeat it", () => {
    const said = [1, 2, 3].map((step): TemplateTold => ({
      ...utility,
      at: at + step * MINUTE,
      coming: "MARKETING",
    }));
    for (const told of [said, said.toReversed()])
      expect(templateNow(fold([utility, ...told])).coming).toEqual({
        category: "MARKETING",
        at: null,
        since: at + MINUTE,
        by: "announced",
      });
  });

  it("may be found before it is announced; no list takes that back, a new review does", () => {
    const coming = { category: "MARKETING", at: null, since: at + MINUTE, by: "detected" };
    expect(templateNow(fold([utility, found])).coming).toEqual(coming);
    const later: TemplateTold = { ...utility, at: at + 5 * MINUTE, coming: null };
    expect(templateNow(fold([later, found, utility])).coming).toEqual(coming);
    const announced: TemplateTold = {
      at: at + 6 * MINUTE,
      by: "webhook",
      coming: "MARKETING",
      comingAt: at + 90 * MINUTE,
    };
    expect(templateNow(fold([utility, found, announced])).coming).toMatchObject({ by: "announced" });
    for (const change of [{ category: "MARKETING" }, { status: "PENDING" }])
      expect(
        templateNow(fold([utility, found, { at: at + 9 * MINUTE, by: "answer", ...change }])).coming,
      ).toBeNull();
  });

  it("is read of what an earlier release kept", () => {
    const { comingSince: _since, detected: _detected, ...old } = fold([{ ...utility, coming: "MARKETING" }]);
    expect(templateNow(old).coming).toMatchObject({ category: "MARKETING", since: at });
    expect(templateNow(templateTold(old, found)).coming).toMatchObject({ by: "announced" });
  });
});
