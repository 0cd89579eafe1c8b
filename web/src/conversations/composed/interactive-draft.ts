import {
  INTERACTIVE_PARTS,
  type InteractiveAction,
  type InteractiveContent,
  type InteractiveKind,
} from "@balcao/core";

const DAY_MINUTES = 1440;
/** How long a call button may be asked to work, in minutes. */
export const TERMS = [60, DAY_MINUTES, 7 * DAY_MINUTES] as const;

/** What each kind begins with. */
export const NEW_ACTIONS: { [K in InteractiveKind]: Extract<InteractiveAction, { kind: K }> } = {
  link: { kind: "link", label: "", url: "" },
  location_request: { kind: "location_request" },
  contact_request: { kind: "contact_request" },
  call_permission: { kind: "call_permission" },
  call_button: { kind: "call_button", label: "", minutes: TERMS[2] },
  flow: { kind: "flow", flow: "", label: "", screen: null, data: [] },
  product: { kind: "product", catalogId: "", productId: "" },
  product_list: { kind: "product_list", catalogId: "", sections: [{ title: null, productIds: [] }] },
  catalog: { kind: "catalog", productId: null },
};

/** What every company can send, and what needs something that was set up at Meta before. */
export const KIND_GROUPS = {
  common: ["link", "location_request", "contact_request", "call_permission", "call_button"],
  atMeta: ["flow", "product", "product_list", "catalog"],
} as const satisfies Record<string, readonly InteractiveKind[]>;

const text = (value: string | null): string | null => value?.trim() || null;

function cleanAction(action: InteractiveAction): InteractiveAction {
  switch (action.kind) {
    case "link":
      return { ...action, label: action.label.trim(), url: action.url.trim() };
    case "call_button":
      return { ...action, label: action.label.trim() };
    case "flow":
      return {
        ...action,
        flow: action.flow.trim(),
        label: action.label.trim(),
        screen: text(action.screen),
        data: action.data
          .map(({ name, value }) => ({ name: name.trim(), value: value.trim() }))
          .filter(({ name, value }) => name !== "" || value !== ""),
      };
    case "product":
      return { ...action, catalogId: action.catalogId.trim(), productId: action.productId.trim() };
    case "product_list":
      return {
        ...action,
        catalogId: action.catalogId.trim(),
        sections: action.sections.map(({ title, productIds }) => ({
          title: text(title),
          productIds: productIds.map((id) => id.trim()).filter(Boolean),
        })),
      };
    case "catalog":
      return { ...action, productId: text(action.productId) };
    default:
      return action;
  }
}

/** The message of what was filled in: without blanks, and without texts that its kind has no place for. */
export function cleanInteractive({ header, body, footer, action }: InteractiveContent): InteractiveContent {
  const parts = INTERACTIVE_PARTS[action.kind];
  return {
    type: "interactive",
    header: parts.header === "none" ? null : text(header),
    body: text(body),
    footer: parts.footer === "none" ? null : text(footer),
    action: cleanAction(action),
  };
}
