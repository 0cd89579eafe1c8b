import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeDelivery, encodeLikeMeta, showDelivery } from "./index.ts";

const bytes = (value: unknown): Uint8Array => encodeLikeMeta(value);
const delivery = (...changes: unknown[]): Uint8Array =>
  bytes({ object: "whatsapp_business_account", entry: [{ id: "1", changes }] });

describe("a delivery at a glance", () => {
  it("has its fields once, the newest moment, and the ids of all its messages", () => {
    const body = delivery(
      {
        field: "messages",
        value: {
          messages: [{ id: "wamid.a", timestamp: "1790000000" }],
          statuses: [{ id: "wamid.b", timestamp: "1790000009" }],
        },
      },
      { field: "messages", value: { statuses: [{ id: "wamid.a", timestamp: 1790000004 }] } },
      {
        field: "smb_message_echoes",
        value: { message_echoes: [{ id: "wamid.c", timestamp: "1790000001" }] },
      },
      { field: "account_update", value: { event: "X" } },
    );
    expect(describeDelivery(body)).toEqual({
      fields: ["messages", "smb_message_echoes", "account_update"],
      newestAt: 1_790_000_009_000,
      wamids: ["wamid.a", "wamid.b", "wamid.c"],
    });
  });

  it("takes no moment from history, which is old by its nature", () => {
    const value = { messages: [{ id: "wamid.h", timestamp: "1780000000" }] };
    expect(describeDelivery(delivery({ field: "history", value }))).toMatchObject({
      newestAt: null,
      wamids: ["wamid.h"],
    });
  });

  it("is nothing when it is no delivery, and never throws", () => {
    expect(describeDelivery(new TextEncoder().encode("{"))).toBeNull();
    expect(describeDelivery(bytes({ object: "page" }))).toBeNull();
    fc.assert(
      fc.property(fc.anything(), fc.uint8Array(), (value, noise) => {
        describeDelivery(
          bytes({
            entry: [value ?? null, { changes: [value ?? null, { value: { messages: [value ?? null] } }] }],
          }),
        );
        describeDelivery(noise);
        expect(typeof showDelivery(noise)).toBe("string");
      }),
    );
  });
});

describe("a delivery for the eyes of an administrator", () => {
  it("masks what opens doors, wherever it stands, and leaves the rest", () => {
    const shown = showDelivery(
      delivery({
        field: "messages",
        value: {
          verify_token: "blue-canoe",
          errors: [{ code: 131047, title: "closed" }],
          nested: [{ appSecret: "s3cret", pin: "123456", Authorization: "Bearer x" }],
          messages: [
            {
              image: { url: "https://lookaside.fbsbx.com/a/?mid=1&ext=2&hash=ATx_9&more=1" },
              text: { body: "ção" },
            },
          ],
        },
      }),
    );
    for (const secret of ["blue-canoe", "s3cret", "123456", "Bearer x", "ATx_9"])
      expect(shown).not.toContain(secret);
    expect(shown).toContain('"code": 131047');
    expect(shown).toContain("?mid=1&ext=2&hash=•••&more=1");
    expect(shown).toContain("ção");
  });

  it("gives what is no JSON as it is", () => {
    expect(showDelivery(new TextEncoder().encode("olá {"))).toBe("olá {");
  });
});
