import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DEFAULT_NUMBER } from "./options.ts";
import { sampleFor } from "./samples.ts";
import { openDesk } from "./testing/desk.ts";
import type { Desk } from "./testing/desk.ts";

const { phoneNumberId: NUMBER, appId: APP, accessToken: TOKEN } = DEFAULT_NUMBER;
let desk: Desk;
beforeEach(async () => {
  desk = await openDesk({}, false);
});
afterEach(() => desk.stop());

const code = async (call: Promise<{ body: { error?: { code: number } } }>): Promise<number | undefined> =>
  (await call).body.error?.code;

describe("business profiles", () => {
  it("hold the profile to its lengths, and give the asked parts", async () => {
    const path = `/${NUMBER}/whatsapp_business_profile`;
    const change = (parts: Record<string, unknown>) =>
      desk.graph("POST", path, { messaging_product: "whatsapp", ...parts });
    expect((await change({ about: "Aberta das 9 às 18", websites: ["https://loja.example"] })).body).toEqual({
      success: true,
    });
    expect((await desk.graph("GET", `${path}?fields=about,websites,email`)).body).toEqual({
      data: [
        { about: "Aberta das 9 às 18", websites: ["https://loja.example"], messaging_product: "whatsapp" },
      ],
    });
    expect(await code(change({ about: "a".repeat(140) }))).toBe(131009);
    expect(await code(change({ vertical: "MOON" }))).toBe(100);
    expect(await code(change({ websites: ["a", "b", "c"] }))).toBe(100);
    expect(await code(desk.graph("POST", path, { about: "x" }))).toBe(100);
  });

  it("take the profile picture by the handle of an upload", async () => {
    const path = `/${NUMBER}/whatsapp_business_profile`;
    const { bytes, mimeType } = sampleFor("image") ?? { bytes: Buffer.alloc(0), mimeType: "" };
    const upload = async (type: string): Promise<string> => {
      const query = `file_length=${bytes.byteLength}&file_type=${type}`;
      const { body } = await desk.graph("POST", `/${APP}/uploads?${query}`, {});
      const headers = { Authorization: `OAuth ${TOKEN}` };
      const url = `${desk.sim.url}/v25.0/${String(body["id"])}`;
      // in two parts, as large files come
      const half = bytes.byteLength >> 1;
      await fetch(url, {
        method: "POST",
        headers: { ...headers, file_offset: "0" },
        body: bytes.subarray(0, half),
      });
      const rest = {
        method: "POST",
        headers: { ...headers, file_offset: String(half) },
        body: bytes.subarray(half),
      };
      return ((await (await fetch(url, rest)).json()) as { h: string }).h;
    };
    const change = (profile_picture_handle: string) =>
      desk.graph("POST", path, { messaging_product: "whatsapp", profile_picture_handle });
    expect(await code(change("4:unknown"))).toBe(100);
    expect(await code(change(await upload("application/pdf")))).toBe(100);
    expect((await change(await upload(mimeType))).body).toEqual({ success: true });
    const { body } = await desk.graph("GET", `${path}?fields=profile_picture_url`);
    const [profile] = body["data"] as { profile_picture_url: string }[];
    const picture = await fetch(profile?.profile_picture_url ?? "");
    expect(picture.headers.get("content-type")).toBe(mimeType);
    expect(Buffer.from(await picture.arrayBuffer()).equals(bytes)).toBe(true);
  });
});
