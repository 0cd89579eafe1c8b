import { array, asObject, filled, flag, id, number, object, seconds, value, type Json } from "../read.ts";
import type { Health, NumberNode, SubscribedApp, Subscription, TokenFacts, WabaFacts } from "./facts.ts";

const texts = (source: Json | null, name: string): string[] =>
  array(source, name).flatMap((entry) => (typeof entry === "string" ? [entry] : []));

const WHATSAPP_SCOPES: ReadonlySet<string | null> = new Set([
  "whatsapp_business_management",
  "whatsapp_business_messaging",
]);
const EXPIRED = 463;

/** The answer of `debug_token`; null when it has no `data`. `now` in epoch milliseconds. */
export function readToken(root: Json | null, now: number): TokenFacts | null {
  const data = object(root, "data");
  if (data === null) return null;
  const ends = seconds(data, "expires_at");
  const expiresAt = ends === 0 ? null : ends;
  const isPast = expiresAt !== null && expiresAt <= now;
  const granted = array(data, "granular_scopes").map(asObject);
  return {
    appId: id(data, "app_id"),
    isValid: flag(data, "is_valid") && !isPast,
    isExpired: isPast || number(object(data, "error"), "subcode") === EXPIRED,
    expiresAt,
    scopes: texts(data, "scopes"),
    wabaIds: [
      ...new Set(
        granted
          .filter((entry) => WHATSAPP_SCOPES.has(filled(entry, "scope")))
          .flatMap((entry) => texts(entry, "target_ids")),
      ),
    ],
  };
}

function readHealth(source: Json | null): Health {
  const health = object(source, "health_status");
  const errors = array(health, "entities").flatMap((entity) => array(asObject(entity), "errors"));
  return {
    canSend: filled(health, "can_send_message"),
    errors: errors.flatMap((entry) => {
      const error = asObject(entry);
      const code = number(error, "error_code");
      const [description, solution] = [
        filled(error, "error_description"),
        filled(error, "possible_solution"),
      ];
      return code === null ? [] : [{ code, description, solution }];
    }),
  };
}

/** The node of a business account; null when it has no id. */
export function readWaba(root: Json | null): WabaFacts | null {
  const found = id(root, "id");
  if (found === null) return null;
  return {
    id: found,
    name: filled(root, "name"),
    review: filled(root, "account_review_status"),
    health: readHealth(root),
  };
}

/** The node of a number; null when it has no id. */
export function readNumber(root: Json | null): NumberNode | null {
  const found = id(root, "id");
  if (found === null) return null;
  const hasPin = value(root, "is_pin_enabled");
  const webhooks = object(root, "webhook_configuration");
  return {
    id: found,
    displayPhone: filled(root, "display_phone_number"),
    verifiedName: filled(root, "verified_name"),
    quality: filled(root, "quality_rating"),
    status: filled(root, "status"),
    nameStatus: filled(root, "name_status"),
    codeStatus: filled(root, "code_verification_status"),
    platform: filled(root, "platform_type"),
    throughput: filled(object(root, "throughput"), "level"),
    mode: filled(root, "account_mode"),
    hasPin: typeof hasPin === "boolean" ? hasPin : null,
    messagingLimit: filled(root, "whatsapp_business_manager_messaging_limit"),
    health: readHealth(root),
    webhooks: {
      number: filled(webhooks, "phone_number"),
      waba: filled(webhooks, "whatsapp_business_account"),
      app: filled(webhooks, "application"),
    },
  };
}

/** The list `phone_numbers` of a business account; null when it is none. */
export const readNumbers = (root: Json | null): NumberNode[] | null =>
  Array.isArray(value(root, "data"))
    ? array(root, "data").flatMap((entry) => readNumber(asObject(entry)) ?? [])
    : null;

/** The list `subscribed_apps` of a business account; null when it is none. */
export function readApps(root: Json | null): SubscribedApp[] | null {
  if (!Array.isArray(value(root, "data"))) return null;
  return array(root, "data").flatMap((entry) => {
    const source = asObject(entry);
    const app = object(source, "whatsapp_business_api_data");
    const found = id(app, "id");
    return found === null
      ? []
      : [{ id: found, name: filled(app, "name"), override: filled(source, "override_callback_uri") }];
  });
}

/** The list `subscriptions` of an app, as far as it speaks of WhatsApp. Fields come as words or as objects with a name. */
export function readSubscription(root: Json | null): { subscription: Subscription } | null {
  if (!Array.isArray(value(root, "data"))) return null;
  const found = array(root, "data")
    .map(asObject)
    .find((entry) => filled(entry, "object") === "whatsapp_business_account");
  if (!found) return { subscription: null };
  const fields = array(found, "fields").flatMap((entry) =>
    typeof entry === "string" ? [entry] : (filled(asObject(entry), "name") ?? []),
  );
  return {
    subscription: {
      callbackUrl: filled(found, "callback_url"),
      active: value(found, "active") !== false,
      fields,
    },
  };
}
