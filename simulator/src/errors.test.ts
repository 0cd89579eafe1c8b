import { afterEach, describe, expect, it } from "vitest";
import { knownCodes } from "./graph/known-errors.ts";
import { DEFAULT_NUMBER } from "./options.ts";
import { openDesk } from "./testing/desk.ts";
import type { Desk } from "./testing/desk.ts";

let desk: Desk;
afterEach(() => desk.stop());

const { phoneNumberId: NUMBER, wabaId: WABA } = DEFAULT_NUMBER;
const text = { type: "text", text: { body: "Olá" } };
/** From here on the telling number is the subcode of code 100 (7.4). */
const HIDDEN = 2_000_000;

/** Every row of section 8, ranges by their ends. */
const SECTION_8 = [
  0, 1, 2, 3, 4, 10, 33, 100, 102, 104, 463, 467, 190, 200, 299, 368, 803, 804, 80007, 80008, 130403, 130429,
  130472, 130497, 131000, 131005, 131008, 131009, 131016, 131020, 131041, 131059, 131201, 131215, 131021,
  131026, 131030, 131031, 131037, 131042, 131044, 131045, 131047, 131048, 131049, 131050, 131051, 131052,
  131053, 131055, 131056, 131057, 131060, 131062, 131063, 131064, 132000, 132001, 132005, 132007, 132008,
  132012, 132015, 132016, 132018, 132068, 132069, 133000, 133004, 133005, 133006, 133008, 133009, 133010,
  133015, 133016, 134011, 134100, 134102, 135000, 137000, 138000, 138018, 139000, 139004, 139100, 139103,
  147001, 147005, 2388012, 2388091, 2388093, 2388103, 2494100, 2388019, 2388039, 2388040, 2388047, 2388072,
  2388073, 2388023, 2388024, 2388050, 2388153, 2388293, 2388299, 2593107, 2593108, 2593109, 200005, 200007,
];

describe("error codes of section 8", () => {
  it("are all known here, and can each be the answer of a send, in Meta's envelope", async () => {
    expect(SECTION_8.filter((code) => !knownCodes().includes(code))).toEqual([]);
    desk = await openDesk({ knobs: { pairLimit: false, throughput: 0 } });
    for (const code of knownCodes()) {
      desk.sim.addGraphFault({ kind: code, count: 1 });
      const answer = await desk.send(text);
      const hidden = code >= HIDDEN;
      expect(answer.status, `HTTP of ${code}`).toBeGreaterThanOrEqual(400);
      expect(answer.body.error, `error ${code}`).toMatchObject({
        code: hidden ? 100 : code,
        type: "OAuthException",
        message: expect.stringMatching(/\S/),
        fbtrace_id: expect.stringMatching(/^sim/),
        ...(hidden
          ? { error_subcode: code, error_user_title: expect.any(String), error_user_msg: expect.any(String) }
          : {}),
      });
      expect(answer.body.error?.message).not.toContain("undefined");
    }
    expect(desk.sim.ledger.sends.total).toBe(0);
  });

  it("can each be the failure of a message that was accepted", async () => {
    desk = await openDesk({ knobs: { pairLimit: false, throughput: 0 } });
    const codes = knownCodes().filter((code) => code < HIDDEN);
    for (const code of codes) {
      desk.sim.addGraphFault({ kind: code, as: "status", count: 1 });
      expect((await desk.send({ ...text, biz_opaque_callback_data: String(code) })).status).toBe(200);
    }
    await desk.sim.drainStatuses();
    const failed = desk.receiver.statuses();
    expect(failed.map((one) => one.status)).toEqual(codes.map(() => "failed"));
    for (const { biz_opaque_callback_data: code, errors } of failed)
      expect(errors).toEqual([
        {
          code: Number(code),
          title: expect.stringMatching(/\S/),
          message: expect.stringMatching(/\S/),
          error_data: { details: expect.stringMatching(/\S/) },
          href: expect.stringContaining("https://"),
        },
      ]);
    expect(desk.sim.world.charges.rows.total).toBe(0);
  });

  it.each([460, 463, 467])("tells why a token is dead: 190 with %i", async (subcode) => {
    desk = await openDesk();
    desk.sim.addGraphFault({ kind: 190, subcode, on: "management", count: 1 });
    expect(await desk.graph("GET", `/${NUMBER}`)).toMatchObject({
      status: 401,
      body: { error: { code: 190, error_subcode: subcode } },
    });
    expect((await desk.graph("GET", `/${NUMBER}`)).status).toBe(200);
  });

  it("befall management calls by their path, and leave the others alone", async () => {
    desk = await openDesk();
    desk.sim.addGraphFault({ kind: 200, on: "management", path: "subscribed_apps" });
    expect((await desk.graph("GET", `/${WABA}/phone_numbers`)).status).toBe(200);
    expect((await desk.send(text)).status).toBe(200);
    expect(await desk.graph("POST", `/${WABA}/subscribed_apps`)).toMatchObject({
      status: 403,
      body: { error: { code: 200 } },
    });
    desk.sim.clearGraphFaults();
    desk.sim.addGraphFault({ kind: "html502", on: "management", phoneNumberId: NUMBER });
    expect((await desk.graph("GET", `/${WABA}`)).status).toBe(200);
    const answer = await fetch(`${desk.sim.url}/v25.0/${NUMBER}`, {
      headers: { Authorization: `Bearer ${DEFAULT_NUMBER.accessToken}` },
    });
    expect(answer.status).toBe(502);
    expect(await answer.text()).toContain("<html>");
  });

  it("refuse faults that cannot be", async () => {
    desk = await openDesk();
    const add = (fault: Record<string, unknown>) => () => desk.sim.addGraphFault(fault as { kind: number });
    expect(add({ kind: "http500", as: "status" })).toThrow(/"as"/);
    expect(add({ kind: 131026, as: "status", on: "management" })).toThrow(/"as"/);
    expect(add({ kind: "cutBody", on: "management" })).toThrow(/"on"/);
    expect(add({ kind: "reset", subcode: 463 })).toThrow(/"subcode"/);
  });
});

describe("the hour of an account", () => {
  it("holds as many management calls as the knob says, tells its use in a header, and goes by", async () => {
    desk = await openDesk({ knobs: { managementCalls: 4 } });
    const read = () =>
      fetch(`${desk.sim.url}/v25.0/${WABA}/phone_numbers`, {
        headers: { Authorization: `Bearer ${DEFAULT_NUMBER.accessToken}` },
      });
    const first = await read();
    expect(first.headers.get("facebook-api-version")).toBe("v25.0");
    expect(first.headers.get("x-fb-trace-id")).toMatch(/^sim/);
    expect(JSON.parse(first.headers.get("x-business-use-case-usage") ?? "")).toMatchObject({
      [WABA]: [{ type: "whatsapp", call_count: 25 }],
    });
    for (let call = 1; call < 4; call++) expect((await read()).status).toBe(200);
    expect(((await (await read()).json()) as { error: { code: number } }).error.code).toBe(80008);
    expect((await desk.send(text)).status).toBe(200);
    desk.sim.advance(3_600_000);
    expect((await read()).status).toBe(200);
  });
});
