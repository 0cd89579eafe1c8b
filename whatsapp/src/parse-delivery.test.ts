import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fact } from "./facts.ts";
import { parseDelivery } from "./parse-delivery.ts";
import { change, delivery, factsOf, lia, message, NUMBER, WABA } from "./testing/deliveries.ts";

const encoder = new TextEncoder();
const bytesOf = (text: string): Uint8Array => encoder.encode(text);
const oi = (id: string): Record<string, unknown> => ({ ...message("text", { text: { body: "oi" } }), id });
const wamids = (facts: readonly Fact[]): string[] =>
  facts.flatMap((fact) => (fact.kind === "message" || fact.kind === "status" ? [fact.wamid] : []));

describe("the envelope (wire facts, section 3)", () => {
  it("many entries, changes, messages and statuses, for several numbers, in the order written", () => {
    const other = { display_phone_number: "+55 11 90000-0002", phone_number_id: 4009 };
    const status = { id: "s1", status: "sent", timestamp: "1", recipient_id: "5511" };
    const facts = factsOf({
      object: "whatsapp_business_account",
      entry: [
        {
          id: WABA,
          changes: [
            change({ contacts: [lia], messages: [oi("a"), oi("b")], statuses: [status] }),
            change({ messages: [oi("c")] }),
          ],
        },
        { id: 7, time: 1790000000, changes: [change({ metadata: other, messages: [oi("d")] })] },
      ],
    });
    expect(wamids(facts)).toEqual(["a", "b", "s1", "c", "d"]);
    expect(facts.at(-1)).toMatchObject({ phoneNumberId: "4009" });
    expect(facts[0]).toMatchObject({ phoneNumberId: NUMBER });
  });

  it.each([
    "message_template_status_update",
    "account_update",
    "user_preferences",
    "smb_app_state_sync",
    "history",
    "calls",
    "flows",
    "group_lifecycle_update",
    "standby",
    "user_id_update",
    "a_field_of_tomorrow",
    "__proto__",
  ])("field %s is kept whole, with its account and time", (field) => {
    const value = { event: "APPROVED", message_template_id: 1122334455667788 };
    expect(factsOf({ entry: [{ id: WABA, time: 1790000000, changes: [{ field, value }] }] })).toEqual([
      { kind: "notice", phoneNumberId: null, wabaId: WABA, field, at: 1_790_000_000_000, value },
    ]);
  });

  it("errors of the account, beside messages and alone", () => {
    const errors = [{ code: 130429, title: "Rate limit" }];
    const facts = factsOf(delivery(change({ messages: [oi("a")], errors })));
    expect(facts.map(({ kind }) => kind)).toEqual(["message", "notice"]);
    expect(factsOf(delivery(change({ errors })))).toMatchObject([
      { kind: "notice", field: "messages", phoneNumberId: NUMBER, value: { errors } },
    ]);
  });
  it("a change of messages without any is kept whole", () =>
    expect(factsOf(delivery(change({ novelty: [1] })))).toMatchObject([
      { kind: "notice", value: { novelty: [1] } },
    ]));

  it.each<[unknown, string]>([
    [{ entry: [null] }, "entry_not_an_object"],
    [{ entry: [[]] }, "entry_not_an_object"],
    [{ entry: [{ id: "1" }] }, "entry_without_changes"],
    [{ entry: [{ changes: {} }] }, "entry_without_changes"],
    [{ entry: [{ changes: ["x"] }] }, "change_not_an_object"],
    [{ entry: [{ changes: [{ field: "messages" }] }] }, "change_without_value"],
    [delivery(change({ messages: {} })), "messages_not_a_list"],
    [delivery(change({ statuses: "x" })), "statuses_not_a_list"],
    [delivery(change({ messages: ["x"] })), "message_not_an_object"],
    [delivery(change({ metadata: {}, messages: [oi("a")] })), "message_without_number"],
    [delivery(change({ messages: [{ ...oi("a"), id: 5 }] })), "message_without_id"],
    [delivery(change({ messages: [{ ...oi("a"), timestamp: "x" }] })), "message_without_time"],
    [delivery(change({ messages: [{ ...oi("a"), timestamp: "1e99" }] })), "message_without_time"],
    [
      delivery(change({ messages: [{ ...oi("a"), from: undefined, from_user_id: undefined }] })),
      "message_without_person",
    ],
  ])("%j is told as %s, with what came", (json, reason) => {
    const facts = factsOf(json);
    expect(facts[0]).toMatchObject({ kind: "unreadable", reason });
  });

  it.each([
    ["", "not_json"],
    ["{", "not_json"],
    ["<html>", "not_json"],
    ["null", "not_a_delivery"],
    ["[]", "not_a_delivery"],
    ["{}", "not_a_delivery"],
    ['{"entry":{}}', "not_a_delivery"],
    ['{"__proto__":{"entry":[]}}', "not_a_delivery"],
    ["[".repeat(200_000), "too_deep"],
  ])("%.20s is no delivery: %s", (text, reason) =>
    expect(parseDelivery(bytesOf(text))).toEqual({ ok: false, reason }),
  );
  it("an empty delivery has no facts", () =>
    expect(parseDelivery(bytesOf('{"object":"whatsapp_business_account","entry":[]}'))).toEqual({
      ok: true,
      facts: [],
    }));
});

describe("hostile input", () => {
  it("escaped or raw, the same text is read", () => {
    const wire = (body: string): Uint8Array =>
      bytesOf(
        `{"entry":[{"id":"1","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"9"},"messages":[{"id":"m","from":"5511","timestamp":"1","type":"text","text":{"body":"${body}"}}]}}]}]}`,
      );
    const body = (bytes: Uint8Array): unknown => {
      const parsed = parseDelivery(bytes);
      return parsed.ok && parsed.facts[0]?.kind === "message" ? parsed.facts[0].content : parsed;
    };
    expect(body(wire("\\u00e1\\ud83d\\ude00 a\\/b x\\u0040y"))).toEqual(body(wire("á😀 a/b x@y")));
    expect(body(new Uint8Array([0xef, 0xbb, 0xbf, ...wire("á")]))).toMatchObject({ body: "á" });
  });

  it("any bytes: never a throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(parseDelivery(bytes)).toHaveProperty("ok");
      }),
    );
  });

  it("any bytes changed in a true delivery: never a throw", () => {
    const whole = bytesOf(
      JSON.stringify(delivery(change({ contacts: [lia], messages: [oi("a"), oi("b")] }))),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 }), (changes) => {
        const bytes = whole.slice();
        for (const [place, byte] of changes) bytes[place] = byte;
        expect(parseDelivery(bytes)).toHaveProperty("ok");
      }),
      { numRuns: 500 },
    );
  });

  it("any JSON in the place of any part: never a throw, and both neighbours survive", () => {
    const any = fc.jsonValue({ maxDepth: 4 });
    const strange = fc.oneof(
      any,
      fc
        .tuple(fc.constantFrom(...Object.keys(oi("x")), "context", "errors", "group_id"), any)
        .map(([name, value]) => ({ ...oi("x"), [name]: value })),
      fc
        .tuple(
          fc.constantFrom(
            "image",
            "location",
            "contacts",
            "button",
            "interactive",
            "order",
            "reaction",
            "edit",
            "system",
          ),
          any,
        )
        .map(([type, part]) => ({ ...message(type, { [type]: part }), id: "x" })),
    );
    fc.assert(
      fc.property(strange, any, (middle, contacts) => {
        const facts = factsOf(delivery(change({ contacts, messages: [oi("a"), middle, oi("b")] })));
        expect(facts).toHaveLength(3);
        expect([wamids(facts.slice(0, 1)), wamids(facts.slice(2))]).toEqual([["a"], ["b"]]);
        expect(() => JSON.stringify(facts)).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });

  it("every fact's texts are fit for a database, whatever was written", () => {
    const bad = "x\u0000\ud800y";
    const facts = factsOf(
      delivery(
        change({
          contacts: [{ ...lia, profile: { name: bad, username: bad } }],
          messages: [
            { ...oi(bad), text: { body: bad } },
            { ...message("image", { image: { id: bad, caption: bad } }), id: "b" },
            { ...message(bad), id: "c" },
          ],
        }),
      ),
    );
    for (const fact of facts) {
      if (fact.kind !== "message") throw new Error(fact.kind);
      const { raw: _raw, ...read } = fact;
      const written = JSON.stringify(read);
      expect(written).not.toContain("\\u0000");
      expect(written).not.toContain("\\ud800");
      expect(written).toContain("x\ufffd\ufffdy");
    }
  });

  it("names that are properties of every object poison nothing", () => {
    const text = JSON.stringify(delivery(change({ contacts: [lia], messages: [oi("a")] }))).replace(
      '"type":"text"',
      '"type":"text","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}',
    );
    const parsed = parseDelivery(bytesOf(text));
    expect(parsed.ok && wamids(parsed.facts)).toEqual(["a"]);
    expect(({} as Record<string, unknown>)["polluted"]).toBe(undefined);
  });

  it("an item nested absurdly deep is told without its JSON; its neighbours go on", () => {
    const text = JSON.stringify(
      delivery(change({ messages: [oi("a"), { ...oi("x"), bomb: "BOMB" }, oi("b")] })),
    );
    for (const depth of [100, 50_000]) {
      const bomb = "[".repeat(depth) + "]".repeat(depth);
      const parsed = parseDelivery(bytesOf(text.replace('"BOMB"', bomb)));
      if (!parsed.ok) throw new Error(parsed.reason);
      expect(wamids(parsed.facts)).toEqual(["a", "b"]);
      expect(parsed.facts[1]).toEqual({
        kind: "unreadable",
        phoneNumberId: NUMBER,
        field: "messages",
        reason: "too_deep",
        raw: null,
      });
    }
    const shallow = "[".repeat(40) + "]".repeat(40);
    expect(parseDelivery(bytesOf(text.replace('"BOMB"', shallow)))).toMatchObject({
      facts: [{}, { kind: "message" }, {}],
    });
  });
  it("brackets inside texts are no depth", () => {
    const parsed = parseDelivery(
      bytesOf(
        JSON.stringify(
          delivery(change({ messages: [{ ...oi("a"), text: { body: `\\"${"[".repeat(200_000)}` } }] })),
        ),
      ),
    );
    expect(parsed).toMatchObject({ ok: true, facts: [{ kind: "message" }] });
  });

  it("a thousand changes of fifty messages each are all told, in order", () => {
    const changes = Array.from({ length: 1000 }, (_, index) =>
      change({ contacts: [lia], messages: [oi(`a${index}`), oi(`b${index}`)] }),
    );
    const facts = factsOf(delivery(...changes));
    expect(facts).toHaveLength(2000);
    expect(wamids(facts).slice(-2)).toEqual(["a999", "b999"]);
  });
});

describe("speed", () => {
  it("reading 50 messages costs at most a few times what JSON.parse alone does", () => {
    const people = Array.from({ length: 50 }, (_, index) => ({
      ...lia,
      wa_id: `55119876${index + 10000}`,
      user_id: `BR.${index}`,
    }));
    const messages = people.map(({ wa_id, user_id }, index) => ({
      ...oi(`wamid.${index}`),
      from: wa_id,
      from_user_id: user_id,
      text: { body: "Bom dia, meu pedido ainda não chegou. ".repeat(5) },
    }));
    const bytes = bytesOf(JSON.stringify(delivery(change({ contacts: people, messages }))));
    const decoder = new TextDecoder();
    const best = (work: () => unknown): number => {
      let least = Infinity;
      for (let round = 0; round < 60; round++) {
        const start = performance.now();
        for (let time = 0; time < 5; time++) work();
        least = Math.min(least, performance.now() - start);
      }
      return least;
    };
    const bare = best(() => JSON.parse(decoder.decode(bytes)));
    const ours = best(() => parseDelivery(bytes));
    expect(ours / bare).toBeLessThan(6);
  }, 30_000);
});
