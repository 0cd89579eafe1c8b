/** What the customer can do in a message: InteractiveAction of @balcao/core. */
export type OutgoingAction =
  | { kind: "link"; label: string; url: string }
  | { kind: "location_request" | "contact_request" | "call_permission" }
  | { kind: "call_button"; label: string; minutes: number }
  | {
      kind: "flow";
      flow: string;
      label: string;
      screen: string | null;
      data: { name: string; value: string }[];
    }
  | { kind: "product"; catalogId: string; productId: string }
  | { kind: "product_list"; catalogId: string; sections: { title: string | null; productIds: string[] }[] }
  | { kind: "catalog"; productId: string | null };

export type OutgoingInteractive = {
  type: "interactive";
  header: string | null;
  body: string | null;
  footer: string | null;
  action: OutgoingAction;
};

type Part = Record<string, unknown>;

const named = (name: string, parameters: Part | null): Part => ({
  name,
  ...(parameters === null ? {} : { parameters }),
});

function flowParameters(action: Extract<OutgoingAction, { kind: "flow" }>, token: string): Part {
  const { flow, label, screen, data } = action;
  const begin = Object.fromEntries(data.map(({ name, value }) => [name, value]));
  return {
    flow_message_version: "3",
    // ids are digits; a flow's name may be anything else
    ...(/^\d+$/u.test(flow) ? { flow_id: flow } : { flow_name: flow }),
    flow_cta: label,
    flow_token: token,
    mode: "published",
    flow_action: "navigate",
    ...(screen === null
      ? {}
      : { flow_action_payload: { screen, ...(data.length > 0 ? { data: begin } : {}) } }),
  };
}

/** Meta's word for the kind, and its action; `token` comes back with the answer of a flow. */
function actionOf(action: OutgoingAction, token: string): [type: string, action: Part] {
  switch (action.kind) {
    case "link":
      return ["cta_url", named("cta_url", { display_text: action.label, url: action.url })];
    case "location_request":
      return ["location_request_message", named("send_location", null)];
    case "contact_request":
      return ["request_contact_info", named("request_contact_info", null)];
    case "call_permission":
      return ["call_permission_request", named("call_permission_request", null)];
    case "call_button":
      return [
        "voice_call",
        named("voice_call", { display_text: action.label, ttl_minutes: action.minutes, payload: token }),
      ];
    case "flow":
      return ["flow", named("flow", flowParameters(action, token))];
    case "product":
      return ["product", { catalog_id: action.catalogId, product_retailer_id: action.productId }];
    case "product_list":
      return [
        "product_list",
        {
          catalog_id: action.catalogId,
          sections: action.sections.map(({ title, productIds }) => ({
            ...(title === null ? {} : { title }),
            product_items: productIds.map((product_retailer_id) => ({ product_retailer_id })),
          })),
        },
      ];
    case "catalog": {
      const thumbnail = action.productId;
      return [
        "catalog_message",
        named("catalog_message", thumbnail === null ? null : { thumbnail_product_retailer_id: thumbnail }),
      ];
    }
  }
}

/** The `interactive` object of a message (wire facts, section 7.2; products: Meta's OpenAPI). `token`: our message's id. */
export function interactiveBody(message: OutgoingInteractive, token: string): Part {
  const { header, body, footer } = message;
  const [type, action] = actionOf(message.action, token);
  return {
    type,
    ...(header === null ? {} : { header: { type: "text", text: header } }),
    ...(body === null ? {} : { body: { text: body } }),
    ...(footer === null ? {} : { footer: { text: footer } }),
    action,
  };
}
