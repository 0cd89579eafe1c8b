import { expect, it } from "vitest";
import { NEEDED_FIELDS, setupClient } from "./index.ts";

const { must, should, some } = NEEDED_FIELDS;

/** A client at a Meta that refuses a field so, and the fields it was asked for each time. */
function atMeta(refused: string | null, code: number) {
  const asked: string[][] = [];
  const client = setupClient({
    baseUrl: "https://graph.example",
    version: "v26.0",
    appId: "1",
    appSecret: "secret",
    token: "token",
    timeoutMs: 1000,
    fetch: (_address, init) => {
      const { fields } = JSON.parse(String(init.body)) as { fields: string };
      asked.push(fields.split(","));
      const isRefused = refused !== null && fields.includes(refused);
      const body = isRefused ? { error: { code, message: "no", type: "OAuthException" } } : { success: true };
      return Promise.resolve(
        new Response(JSON.stringify(body), {
          status: isRefused ? 400 : 200,
          headers: { "content-type": "application/json" },
        }),
      );
    },
  });
  return { client, asked };
}

it("asks to hear of calls, groups and the app on the phone too, and does without where Meta gives none", async () => {
  const taken = atMeta(null, 0);
  expect(await taken.client.listen("https://desk.example/w", "verify")).toEqual({ kind: "done" });
  expect(taken.asked).toEqual([[...must, ...should, ...some]]);

  const without = atMeta("smb_message_echoes", 100);
  expect(await without.client.listen("https://desk.example/w", "verify")).toEqual({ kind: "done" });
  expect(without.asked[1]).toEqual([...must, ...should]);
});

it("asks once when it is the address that Meta does not take", async () => {
  const { client, asked } = atMeta("messages", 2200);
  expect((await client.listen("https://desk.example/w", "verify")).kind).toBe("refused");
  expect(asked).toHaveLength(1);
});
