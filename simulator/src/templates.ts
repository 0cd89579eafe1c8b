import { makeObjectId } from "./ids.ts";
import type { SeededRandom } from "./random.ts";
import type { Template, TemplateComponent } from "./model.ts";

type Parts = [
  name: string,
  language: string,
  category: Template["category"],
  components: TemplateComponent[],
];

const approved = (random: SeededRandom, ...[name, language, category, components]: Parts): Template => ({
  id: makeObjectId(random),
  name,
  language,
  status: "APPROVED",
  category,
  parameter_format: "POSITIONAL",
  components,
  rejected_reason: "NONE",
  quality_score: { score: "UNKNOWN", date: 0 },
});

/** The templates every account is born with here: Meta's own sample and a few approved ones in Brazilian Portuguese. */
export function starterTemplates(random: SeededRandom): Template[] {
  const make = (...parts: Parts): Template => approved(random, ...parts);
  return [
    make("hello_world", "en_US", "UTILITY", [
      { type: "HEADER", format: "TEXT", text: "Hello World" },
      {
        type: "BODY",
        text: "Welcome and congratulations. This message shows that your number can send templates.",
      },
      { type: "FOOTER", text: "Sample message" },
    ]),
    make("retomar_atendimento", "pt_BR", "UTILITY", [
      {
        type: "BODY",
        text: "Olá, {{1}}. Voltamos sobre o seu atendimento. Podemos continuar?",
        example: { body_text: [["Lia"]] },
      },
      {
        type: "BUTTONS",
        buttons: [
          { type: "QUICK_REPLY", text: "Sim, continuar" },
          { type: "QUICK_REPLY", text: "Agora não" },
        ],
      },
    ]),
    make("pedido_enviado", "pt_BR", "UTILITY", [
      { type: "HEADER", format: "TEXT", text: "Pedido {{1}}", example: { header_text: ["A-77"] } },
      {
        type: "BODY",
        text: "Oi, {{1}}. O pedido {{2}} saiu para entrega hoje.",
        example: { body_text: [["Lia", "A-77"]] },
      },
      { type: "FOOTER", text: "Loja Girassol" },
      {
        type: "BUTTONS",
        buttons: [
          {
            type: "URL",
            text: "Rastrear",
            url: "https://loja.example/r/{{1}}",
            example: ["https://loja.example/r/A77"],
          },
        ],
      },
    ]),
    make("promo_volta", "pt_BR", "MARKETING", [
      {
        type: "BODY",
        text: "{{1}}, sentimos sua falta. Nesta semana o frete é por nossa conta.",
        example: { body_text: [["Lia"]] },
      },
    ]),
  ];
}
