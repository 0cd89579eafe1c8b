import type { Account, BusinessNumber } from "./model.ts";
import { DEFAULT_NUMBER } from "./options.ts";

/** The permissions a help desk's token needs (12.2). */
export const TOKEN_SCOPES: readonly string[] = [
  "whatsapp_business_management",
  "whatsapp_business_messaging",
];

/** A business number in good health: verified, registered, paid for, nothing limited. */
export function newNumber(phoneNumberId: string): BusinessNumber {
  return {
    ...DEFAULT_NUMBER,
    phoneNumberId,
    webhookUrl: null,
    webhookOverride: null,
    tokenExpired: false,
    subscribed: true,
    registered: true,
    banned: false,
    paymentMethod: true,
    allowList: null,
    webhookVersion: "v25.0",
    serviceMonth: "",
    serviceCount: 0,
    blockedUsers: [],
    profile: { about: "", messaging_product: "whatsapp" },
    profilePicture: null,
    appLive: true,
    wrongPins: 0,
    codeVerified: true,
    verificationCode: null,
    registrationCalls: [],
    status: null,
    qualityRating: "GREEN",
    nameStatus: "APPROVED",
    messagingLimit: "TIER_UNLIMITED",
    throughputLevel: "STANDARD",
    fields: null,
    scopes: [...TOKEN_SCOPES],
    tokenExpiresAt: 0,
    onBizApp: false,
    onboardedAt: null,
    syncsAsked: [],
    sharesHistory: true,
  };
}

/** A reviewed and verified account in Brazil. Meta's time zone 25 is America/Sao_Paulo. */
export function newAccount(wabaId: string, name: string): Account {
  return {
    wabaId,
    name,
    currency: "BRL",
    timezoneId: "25",
    country: "BR",
    reviewStatus: "APPROVED",
    verificationStatus: "verified",
    ownershipType: "SELF",
  };
}
