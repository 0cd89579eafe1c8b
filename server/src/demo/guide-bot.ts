import type { Trigger } from "@balcao/core";
import { uuidv7 } from "../platform/ids.ts";

export type TeamKey = "principal" | "comercial" | "suporte";
type Teams = Record<TeamKey, string>;
type Draft = Omit<Trigger, "id" | "position" | "active">;

const A_PERSON_COMES = "Um analista já vai atender você.";
const lessThan23: Trigger["idle"] = { operator: "less_than", hours: 23 };

const smartMessage = (text: string, keywords: string[] = []): Trigger["action"] => ({
  type: "smart_message",
  text,
  keywords,
  presentation: "auto",
});
const when = (team: string, description: string, rest: Omit<Draft, "description" | "team">): Draft => ({
  description,
  team: { operator: "is", team },
  ...rest,
});

function firstContact(teams: Teams): Draft[] {
  const { principal } = teams;
  const leadsTo = (word: string, team: string): Draft =>
    when(principal, `Ir para o ${word}`, {
      fires: "on_message",
      idle: lessThan23,
      expectedReply: [word],
      action: { type: "hand_over", team },
    });
  return [
    when(principal, "Boas-vindas", {
      fires: "on_message",
      idle: { operator: "greater_than", hours: 1 },
      expectedReply: null,
      action: smartMessage("Olá, {{saudacao}}! Aqui é a {{conta.nome}} 🌻\nCom quem você quer falar?", [
        "Comercial",
        "Suporte",
      ]),
    }),
    leadsTo("Comercial", teams.comercial),
    leadsTo("Suporte", teams.suporte),
  ];
}

/** The menu of a team, shown on entry, and what each of its words is answered with. */
function menu(team: string, name: string, text: string, answers: Record<string, string>): Draft[] {
  return [
    when(team, `Menu ${name.toLowerCase()}`, {
      fires: "on_entry",
      idle: null,
      expectedReply: null,
      action: smartMessage(text, Object.keys(answers)),
    }),
    ...Object.entries(answers).map(([word, answer]) =>
      when(team, `${name}: ${word.toLowerCase()}`, {
        fires: "on_message",
        idle: null,
        expectedReply: [word],
        action: smartMessage(answer),
      }),
    ),
  ];
}

/** The guide's drawn example: Principal leads to Comercial or Suporte, each with its menu, ending with a person. */
export function guideTriggers(teams: Teams): Trigger[] {
  const list: Draft[] = [
    ...firstContact(teams),
    ...menu(teams.comercial, "Comercial", "Você está no *Comercial*. O que você precisa?", {
      Atendimento: A_PERSON_COMES,
      Orçamento: "Conte quais produtos e quantidades você quer. Um analista responde com o orçamento.",
    }),
    ...menu(teams.suporte, "Suporte", "Você está no *Suporte*. Sobre o que é?", {
      Entrega: "Envie o número do pedido, por favor. Um analista já vai ver onde ele está.",
      Troca: "Sem problema. Envie uma foto do produto; um analista já vai atender você.",
      Atendimento: A_PERSON_COMES,
    }),
  ];
  return list.map((trigger, index) => ({ ...trigger, id: uuidv7(), position: index, active: true }));
}
