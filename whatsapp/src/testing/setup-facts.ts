import {
  NEEDED_FIELDS,
  type NumberNode,
  type SetupFacts,
  type TokenFacts,
  type WabaFacts,
} from "../setup/index.ts";

export const NOW = Date.UTC(2026, 10, 23, 12);
export const CALLBACK = "https://desk.example/webhooks/whatsapp/a";

export const tokenFacts: TokenFacts = {
  appId: "300",
  isValid: true,
  isExpired: false,
  expiresAt: null,
  scopes: ["whatsapp_business_management", "whatsapp_business_messaging"],
  wabaIds: ["200"],
};
export const wabaFacts: WabaFacts = {
  id: "200",
  name: "Loja Azul",
  review: "APPROVED",
  health: { canSend: "AVAILABLE", errors: [] },
};
export const numberNode: NumberNode = {
  id: "100",
  displayPhone: "+55 11 90000-0001",
  verifiedName: "Loja Azul",
  quality: "GREEN",
  status: "CONNECTED",
  nameStatus: "APPROVED",
  codeStatus: "VERIFIED",
  platform: "CLOUD_API",
  throughput: "STANDARD",
  mode: "LIVE",
  hasPin: true,
  messagingLimit: "TIER_250",
  health: { canSend: "AVAILABLE", errors: [] },
  webhooks: { number: null, waba: null, app: CALLBACK },
};

/** A number about which all is right, with some of it changed. */
export function setupFacts(
  changes: Partial<SetupFacts> = {},
  own: Partial<SetupFacts["own"]> = {},
): SetupFacts {
  return {
    now: NOW,
    token: { kind: "told", facts: tokenFacts },
    waba: { kind: "told", facts: wabaFacts },
    number: { kind: "told", facts: numberNode },
    numbers: { kind: "told", facts: [numberNode] },
    apps: { kind: "told", facts: [{ id: "300", name: "Desk", override: null }] },
    subscription: {
      kind: "told",
      facts: {
        callbackUrl: CALLBACK,
        active: true,
        fields: [...NEEDED_FIELDS.must, ...NEEDED_FIELDS.should],
      },
    },
    callback: { kind: "echoed" },
    ...changes,
    own: {
      appId: "300",
      wabaId: "200",
      phoneNumberId: "100",
      callbackUrl: CALLBACK,
      ownCallbacks: [CALLBACK, "https://desk.example/webhooks/whatsapp/b"],
      isMeta: true,
      verified: { at: NOW - 60_000, ok: true },
      lastWebhookAt: NOW - 30_000,
      silentSince: null,
      badSignatureAt: null,
      test: { at: NOW - 40_000, status: "delivered", code: null },
      pausedCode: null,
      ...own,
    },
  };
}
