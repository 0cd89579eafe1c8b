import type { TemplateFacts } from "../template/types.ts";

/** An approved template of the tests; what is not said is empty. */
export const templateOf = (parts: Partial<TemplateFacts> = {}): TemplateFacts => ({
  name: "pedido_enviado",
  language: "pt_BR",
  category: "UTILITY",
  status: "APPROVED",
  reason: null,
  header: null,
  body: "Oi, {{1}}. O pedido {{2}} saiu hoje.",
  footer: null,
  buttons: [],
  cards: [],
  authentication: null,
  parameterFormat: "POSITIONAL",
  samples: {},
  unsendable: [],
  ...parts,
});
