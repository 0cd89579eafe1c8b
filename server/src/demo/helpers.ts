import { createReply } from "../modules/quick-replies/index.ts";
import { writeSla } from "../modules/tickets/index.ts";
import type { Deps } from "../platform/deps.ts";
import { actorOf } from "./actors.ts";
import type { Company } from "./company.ts";

const POLICIES = [
  { name: "Urgentes", priorities: [4], firstAnswerMinutes: 30, solutionMinutes: 8 * 60 },
  { name: "Todos os chamados", priorities: [], firstAnswerMinutes: 4 * 60, solutionMinutes: 3 * 24 * 60 },
] as const;

const REPLIES = [
  {
    team: null,
    shortcut: "horario",
    title: "Horário de atendimento",
    text: "Atendemos de segunda a sexta, das 9h às 18h, e aos sábados até as 13h.",
  },
  {
    team: null,
    shortcut: "pix",
    title: "Chave Pix",
    text: "Nossa chave Pix é o CNPJ 12.345.678/0001-90, em nome da Loja Girassol. O valor é {{valor}}.",
  },
  {
    team: "comercial",
    shortcut: "frete",
    title: "Prazo e frete",
    text: "{{contato.primeiro_nome}}, o frete para a sua região é de {{valor}} e a entrega leva até {{dias}} dias úteis.",
  },
  {
    team: "suporte",
    shortcut: "foto",
    title: "Pedir uma foto do defeito",
    text: "Sinto muito pelo transtorno, {{contato.primeiro_nome}}. Pode me mandar uma foto do produto e da etiqueta da caixa?",
  },
] as const;

/** What an administrator sets up for the people at the desk: what is promised for tickets, and texts that are written again and again. */
export async function setUpHelpers(deps: Deps, company: Company): Promise<void> {
  const administrator = actorOf(company, "Helena");
  const policies = POLICIES.map((policy) => ({
    ...policy,
    id: null,
    priorities: [...policy.priorities],
    categoryIds: [],
    organisationIds: [],
    warnPercent: 75,
  }));
  await writeSla(deps, administrator, { policies, version: 1 });
  for (const { team, ...reply } of REPLIES) {
    const teamId = team === null ? null : company.teams[team];
    await createReply(deps, administrator, { ...reply, scope: team === null ? "account" : "team", teamId });
  }
}
