import Fastify from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anyAgent, guard } from "../src/platform/http.ts";
import { silentLogger } from "../src/platform/logger.ts";
import type { Desk } from "./desk-world.ts";
import { openListedDesk, type Route } from "./security-world.ts";

/** Who may call which route with whose ids: access-matrix.test.ts. */
const NOBODY = "01a20a45-0de6-7000-9aaf-05ddaf30ba6e";
let desk: Desk;
let routes: Route[];

beforeAll(async () => {
  ({ desk, routes } = await openListedDesk());
});
afterAll(() => desk.close());

describe("every route", () => {
  it("refuses forged sessions and other sites before it looks at anything", async () => {
    const ana = await desk.cookie(desk.ours, "Ana");
    for (const { method, url, isPublic } of routes) {
      const path = url.replaceAll(/:\w+/g, NOBODY);
      if (!isPublic)
        for (const cookie of ["balcao.session_token=x.y", ana.replace(/.{6}$/, "AAAAAA")]) {
          const { status, body } = await desk.call(cookie, method, path, method === "GET" ? undefined : {});
          expect({ url, status, code: body.code }).toEqual({ url, status: 401, code: "sign_in_first" });
        }
      if (method === "GET" || url.startsWith("/webhooks/")) continue;
      const sites: Record<string, string>[] = [
        { origin: "https://evil.example" },
        { origin: "null" },
        { "sec-fetch-site": "cross-site" },
        { "sec-fetch-site": "same-site" },
      ];
      for (const headers of sites) {
        const answer = await desk.app.inject({
          method,
          url: path,
          headers: { cookie: ana, ...headers },
          payload: {},
        });
        expect({ url, code: answer.json().code }).toEqual({ url, code: "other_site" });
      }
    }
  });

  it("says who may call it, or the program does not start", () => {
    const app = Fastify();
    guard(app, silentLogger, async () => null);
    app.get("/api/known", { config: { policy: anyAgent } }, () => ({}));
    expect(() => app.get("/api/forgotten", () => ({}))).toThrow("route without a policy: GET /api/forgotten");
  });

  it("takes no field it does not know", async () => {
    const helena = await desk.cookie(desk.ours, "Helena");
    const ana = desk.ours.agents["Ana"];
    for (const extra of ["userId", "accountId", "account_id", "id", "preferences", "email"]) {
      const reply = await desk.call(helena, "PATCH", `/api/agents/${ana}`, { name: "Ana", [extra]: NOBODY });
      expect(reply.status, extra).toBe(422);
    }
    const poisoned = await desk.app.inject({
      method: "PATCH",
      url: "/api/me/preferences",
      headers: { cookie: helena, "content-type": "application/json" },
      payload: '{"__proto__": {"polluted": 1}, "a": {"constructor": {"prototype": {"polluted": 1}}}}',
    });
    expect(poisoned.statusCode).toBe(400);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});
