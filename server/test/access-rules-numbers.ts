import { admins, agents, overseers, type Rule } from "./access-rule.ts";

/** Costs, what Meta sent, numbers. */
export const NUMBERS: Record<string, Rule> = {
  // costs, what Meta sent, numbers
  "GET /api/costs": overseers(),
  "GET /api/costs/export": overseers(),
  "GET /api/costs/free": agents(),
  "GET /api/costs/budget": admins(),
  "GET /api/webhooks": admins({ query: { channelId: "$channel" } }),
  "GET /api/webhooks/state": admins(),
  "PUT /api/webhooks/settings": admins({ bodies: [{ keepDays: 30, version: 1 }] }),
  "POST /api/webhooks/loose/replay": admins(),
  "GET /api/webhooks/:delivery": admins(),
  "POST /api/webhooks/:delivery/replay": admins(),
  "GET /api/channels": admins(),
  "GET /api/channels/ill": agents(),
  "GET /api/channels/room": agents(),
  "GET /api/channels/signup": admins(),
  "POST /api/channels/signup": admins({ bodies: [{ code: "x" }], gives: 404 }),
  "POST /api/channels/inspect": admins({
    bodies: [{ appId: "300300300", appSecret: "x".repeat(32), accessToken: "x".repeat(32) }],
  }),
  "POST /api/channels": admins({
    bodies: [
      {
        appId: "300300300",
        appSecret: "x".repeat(32),
        accessToken: "x".repeat(32),
        wabaId: "300100200300400",
        phoneNumberId: "900900900",
        name: "x",
      },
    ],
    gives: 422,
  }),
  "GET /api/channels/:channel": admins(),
  "GET /api/channels/:channel/settings": admins(),
  "PUT /api/channels/:channel/settings": admins({
    bodies: [{ firstTeamId: "$team", autoMessages: {}, version: 0 }],
  }),
  "GET /api/channels/:channel/health": admins(),
  "GET /api/channels/:channel/uses": admins(),
  "PUT /api/channels/:channel/access": admins({
    bodies: [{ appId: "300300300", appSecret: null, accessToken: null, version: 1 }],
  }),
  "PUT /api/channels/:channel/name": admins({ bodies: [{ name: "Loja", version: 1 }] }),
  "POST /api/channels/:channel/check": admins(),
  "POST /api/channels/:channel/webhook": admins({}),
  "POST /api/channels/:channel/register": admins({ bodies: [{ pin: "123456" }] }),
  "POST /api/channels/:channel/pin": admins({ bodies: [{ pin: "123456" }] }),
  "POST /api/channels/:channel/code": admins({ bodies: [{ method: "SMS" }] }),
  "POST /api/channels/:channel/code/verify": admins({ bodies: [{ code: "123456" }] }),
  "POST /api/channels/:channel/test": admins({ bodies: [{ to: "11987654321" }] }),
  "POST /api/channels/:channel/remove": admins({
    bodies: [{ unsubscribe: false, deregister: false, version: 1 }],
  }),
};
