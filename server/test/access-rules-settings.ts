import { admins, agents, overseers, type Body, type Rule } from "./access-rule.ts";
import { SCRIPT } from "./access-filling.ts";
const TEAM: Body = {
  name: "Outra",
  color: "#000000",
  description: "",
  active: true,
  inactivityHours: null,
  businessHours: null,
  memberIds: ["$agent"],
};
const TRIGGER: Body = {
  description: "Outro",
  team: { operator: "is", team: "$team" },
  fires: "on_message",
  idle: null,
  expectedReply: ["x"],
  action: { type: "hand_over", team: "$team" },
  active: true,
};
const DRAFT: Body = {
  name: "x",
  language: "pt_BR",
  category: "UTILITY",
  parameterFormat: "POSITIONAL",
  header: null,
  body: "Oi",
  footer: "",
  buttons: [],
  samples: {},
};
const VIEW: Body = {
  name: "Outra",
  sharedWith: "team",
  teamId: "$team",
  filter: { tab: "mine", team: "$team", label: "$label", agent: "$agent" },
};
const TICKET_VIEW: Body = {
  ...VIEW,
  list: "tickets",
  filter: {
    progress: "$status",
    team: "$team",
    agent: "$agent",
    category: "$category",
    type: "$type",
    label: "$label",
  },
};
const QUICK: Body = { scope: "team", teamId: "$team", shortcut: "x", title: "x", text: "x" };
const BOT_FILE: Body = {
  format: "balcao-bot",
  version: 1,
  name: "Outro",
  firstContactTeam: "Principal",
  triggers: [{ ...TRIGGER, team: { operator: "is", team: "X" }, action: { type: "hand_over", team: "X" } }],
};
/** Graph answers nothing in these tests. */
const NO_GRAPH = 502;

/** Oneself, people, settings, the bot and what helps to write. */
export const SETTINGS: Record<string, Rule> = {
  // oneself
  "GET /api/me": agents(),
  "PATCH /api/me/preferences": agents({ bodies: [{ x: "y" }] }),
  "POST /api/me/account": agents({ bodies: [{ accountId: "$account" }] }),
  "PUT /api/me/push": agents({
    bodies: [
      { endpoint: "https://fcm.googleapis.com/x", keys: { p256dh: "x".repeat(87), auth: "x".repeat(22) } },
    ],
    gives: 422,
  }),
  "POST /api/me/push/end": agents({ bodies: [{ endpoint: "https://fcm.googleapis.com/x" }] }),
  "POST /api/me/push/test": agents({ bodies: [{ endpoint: "https://fcm.googleapis.com/x" }], gives: 404 }),
  "GET /api/sessions": agents(),
  "DELETE /api/sessions/:colleaguesSession": agents(),
  "POST /api/sessions/end-others": agents(),
  // who signs in by the demo's door has none
  "PUT /api/me/password": agents({
    bodies: [{ current: "x", password: "quatro palavras bem soltas" }],
    gives: 409,
  }),
  "GET /api/passkeys": agents(),
  // an address without a name has none
  "POST /api/passkeys/begin": agents({ bodies: [{ password: "" }], gives: 409 }),
  "POST /api/passkeys": agents({
    bodies: [
      {
        name: "x",
        credential: {
          id: "x",
          rawId: "x",
          type: "public-key",
          response: { clientDataJSON: "x", attestationObject: "x" },
          clientExtensionResults: {},
        },
      },
    ],
    gives: 422,
  }),
  "PATCH /api/passkeys/:colleaguesPasskey": agents({ bodies: [{ name: "Outra" }] }),
  "DELETE /api/passkeys/:colleaguesPasskey": agents(),
  "GET /api/me/two-step": agents(),
  "POST /api/me/two-step/begin": agents({ bodies: [{ password: "x" }], gives: 409 }),
  "POST /api/me/two-step/confirm": agents({ bodies: [{ code: "000000" }], gives: 422 }),
  "POST /api/me/two-step/off": agents({ bodies: [{ password: "x" }], gives: 409 }),
  "POST /api/me/two-step/backup-codes": agents({ bodies: [{ password: "x" }], gives: 409 }),
  "GET /api/realtime": agents({ gives: 404 }),

  // people and teams
  "GET /api/agents": agents(),
  "PATCH /api/agents/:agent": admins({ bodies: [{ name: "Outro" }] }),
  "GET /api/agents/:agent/access": admins(),
  "POST /api/agents/:agent/end-sessions": admins(),
  // nobody of the demo has one
  "POST /api/agents/:agent/reset-two-step": admins({ gives: 409 }),
  "GET /api/audit": admins({ query: { agent: "$agent" } }),
  "GET /api/audit/export": admins({ query: { locale: "en", agent: "$agent" } }),
  "GET /api/invitations": admins(),
  "POST /api/invitations": admins({
    bodies: [{ email: "nova@x.example", name: "", role: "agent", teamIds: ["$team"] }],
  }),
  "DELETE /api/invitations/:invitation": admins(),
  "GET /api/teams": agents(),
  "GET /api/teams/:team": agents(),
  "GET /api/teams/:team/uses": admins(),
  "POST /api/teams": admins({ bodies: [{ ...TEAM, kind: "whatsapp" }] }),
  "PUT /api/teams/:team": admins({ bodies: [{ ...TEAM, version: 1 }] }),
  "DELETE /api/teams/:team": admins({ bodies: [{ moveTo: "$otherTeam", version: 1 }] }),

  // settings
  "GET /api/settings/whatsapp": agents(),
  "PUT /api/settings/whatsapp": admins({
    current: {
      url: "/api/settings/whatsapp",
      change: { firstTeamId: "$team" },
      without: ["holidays", "updatedAt"],
    },
  }),
  "GET /api/settings/holidays": agents(),
  "PUT /api/settings/holidays": admins({
    current: { url: "/api/settings/holidays", change: {}, without: [] },
  }),
  "GET /api/settings/access": admins(),
  "PUT /api/settings/access": admins({ bodies: [{ twoStepRequired: false }] }),
  "GET /api/settings/push": agents(),
  "PUT /api/settings/push": admins({ bodies: [{ enabled: false, makers: [], version: 0 }] }),
  "GET /api/settings/mail": admins(),
  "GET /api/settings/mail/ready": agents(),
  "PUT /api/settings/mail": admins({
    bodies: [
      {
        enabled: true,
        host: "127.0.0.1",
        port: 25,
        security: "none",
        username: "",
        senderName: "",
        senderAddress: "x@x.example",
        password: null,
        version: 0,
      },
    ],
  }),
  "POST /api/settings/mail/test": admins({ gives: 409 }),
  "GET /api/settings/ticket-opening": agents(),
  "PUT /api/settings/ticket-opening": admins({
    current: {
      url: "/api/settings/ticket-opening",
      change: { teamId: "$team", categoryId: "$category", typeId: "$type" },
      without: [],
    },
  }),
  "GET /api/settings/ticket-telling": agents(),
  "PUT /api/settings/ticket-telling": admins({
    current: {
      url: "/api/settings/ticket-telling",
      change: { notices: [{ enabled: true, text: "x", template: null, statusId: "$status" }] },
      without: [],
    },
  }),
  "GET /api/settings/sla": agents(),
  "PUT /api/settings/sla": admins({
    current: {
      url: "/api/settings/sla",
      change: {
        policies: [
          {
            id: "$policy",
            name: "x",
            priorities: [],
            categoryIds: ["$category"],
            organisationIds: ["$organisation"],
            firstAnswerMinutes: 60,
            solutionMinutes: null,
            warnPercent: null,
          },
        ],
      },
      without: ["organisations"],
    },
  }),
  "GET /api/settings/costs": admins(),
  "PUT /api/settings/costs": admins({
    bodies: [{ currency: "BRL", rates: [], budget: null, version: 0 }],
  }),

  // the bot
  "GET /api/bot": agents(),
  "POST /api/bot/triggers": admins({
    bodies: [TRIGGER, { ...TRIGGER, restore: { id: "$trigger", position: 99 } }],
    gives: [null, 409],
  }),
  "PUT /api/bot/triggers/:trigger": admins({ bodies: [{ ...TRIGGER, version: 1 }] }),
  "DELETE /api/bot/triggers/:trigger": admins(),
  "PUT /api/bot/order": admins({ bodies: [{ ids: ["$trigger"] }], gives: 409 }),
  "POST /api/bot/publish": admins({ bodies: [{ note: "", acceptWarnings: true }] }),
  "GET /api/bot/versions": agents(),
  // the number is each company's own (bot-versions.test)
  "GET /api/bot/versions/1": agents(),
  "POST /api/bot/versions/1/restore": admins(),
  "GET /api/bot/file": agents(),
  "POST /api/bot/file": admins({ bodies: [{ file: BOT_FILE, teams: { Principal: "$team", X: "$team" } }] }),
  "GET /api/bot/file/schema": agents(),
  "GET /api/bot/examples": agents(),
  "GET /api/bot/scripts": agents(),
  "POST /api/bot/scripts": admins({ bodies: [SCRIPT] }),
  "PUT /api/bot/scripts/:script": admins({ bodies: [{ ...SCRIPT, version: 1 }] }),
  "DELETE /api/bot/scripts/:script": admins(),
  "POST /api/bot/replay": admins({ bodies: [{ conversations: 5 }] }),
  "GET /api/reports/bot": overseers({ query: { from: "2026-11-01", to: "2026-11-30" } }),

  // what helps to write
  "GET /api/quick-replies": agents(),
  "POST /api/quick-replies": agents({ bodies: [QUICK], does: "administrators" }),
  "PUT /api/quick-replies/:quickReply": agents({
    bodies: [{ ...QUICK, version: 2 }],
    does: "administrators",
  }),
  "DELETE /api/quick-replies/:quickReply": agents({ does: "administrators" }),
  "GET /api/quick-replies/:quickReply/file": agents(),
  "PUT /api/quick-replies/:quickReply/file": agents({ form: {}, does: "administrators" }),
  "DELETE /api/quick-replies/:quickReply/file": agents({ does: "administrators" }),
  "GET /api/labels": agents(),
  "POST /api/labels": overseers({ bodies: [{ name: "Outra", color: "#112233" }] }),
  "PUT /api/labels/:label": overseers({ bodies: [{ name: "Outra", color: "#112233", version: 1 }] }),
  "DELETE /api/labels/:label": overseers(),
  "GET /api/views": agents(),
  "POST /api/views": agents({ bodies: [VIEW, TICKET_VIEW], does: "overseers" }),
  "PUT /api/views/:view": agents({
    bodies: [
      { version: 1, view: VIEW },
      { version: 1, view: TICKET_VIEW },
    ],
    does: "overseers",
    gives: [null, 422],
  }),
  "DELETE /api/views/:view": agents({ does: "overseers" }),
  "GET /api/fields": agents(),
  "POST /api/fields": admins({
    bodies: [{ subject: "contact", label: "Outro", kind: "text", options: [] }],
  }),
  "PUT /api/fields/order": admins({ bodies: [{ subject: "contact", ids: ["$field"] }], gives: 409 }),
  "PUT /api/fields/:field": admins({
    bodies: [{ label: "Outro", options: [], active: true, version: 1 }],
  }),
  "GET /api/templates": agents(),
  "GET /api/templates/uses": overseers(),
  "POST /api/templates/sync": admins(),
  "POST /api/templates": admins({
    bodies: [{ wabaId: "300100200300400", draft: DRAFT, from: "$template" }],
    gives: NO_GRAPH,
  }),
  "POST /api/templates/examples": admins({
    form: {},
    query: { wabaId: "300100200300400" },
    gives: 422,
  }),
  "PUT /api/templates/:template": admins({ bodies: [{ draft: DRAFT }], gives: NO_GRAPH }),
  "DELETE /api/templates/:template": admins({ gives: NO_GRAPH }),
  "POST /api/templates/:template/unpause": admins({ gives: NO_GRAPH }),
  "PUT /api/templates/:template/about": admins({ bodies: [{ teamIds: ["$team"], note: "x" }] }),
};
