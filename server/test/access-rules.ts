import { DESK } from "./access-rules-desk.ts";
import { NUMBERS } from "./access-rules-numbers.ts";
import { SETTINGS } from "./access-rules-settings.ts";
import type { Rule } from "./access-rule.ts";

/** Before there is a session. */
const DOORS: Record<string, Rule> = {
  "GET /api/health": { who: "anyone" },
  "GET /api/sign-in-options": { who: "anyone" },
  "POST /api/demo/sign-in": { who: "anyone" },
  "POST /api/auth/sign-in/email": { who: "anyone" },
  "POST /api/auth/sign-out": { who: "anyone" },
  "POST /api/auth/two-step": { who: "anyone" },
  "POST /api/auth/passkey/begin": { who: "anyone" },
  "POST /api/auth/passkey": { who: "anyone" },
  "GET /api/invitations/by-token/:token": { who: "anyone" },
  "POST /api/invitations/accept": { who: "anyone" },
  "POST /api/first-administrator": { who: "anyone" },
  "GET /webhooks/whatsapp/:channel": { who: "signed" },
  "POST /webhooks/whatsapp/:channel": { who: "signed" },
};

/**
 * Who may call what, and with what: one entry for each route, an id in its path named by what it is the id of. The access matrix tries
 * each for everybody, and fails on a route that is not here.
 */
export const RULES: Record<string, Rule> = { ...DOORS, ...SETTINGS, ...NUMBERS, ...DESK };
