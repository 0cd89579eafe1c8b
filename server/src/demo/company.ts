import type { Trigger } from "@balcao/core";
import { sql } from "kysely";
import type { Deps } from "../platform/deps.ts";
import { uuidv7 } from "../platform/ids.ts";
import { insertAccount } from "../modules/accounts/index.ts";
import { insertAgent, insertTeam } from "../modules/agents/index.ts";
import { insertVersion, saveTrigger } from "../modules/bot/index.ts";
import { addChannel, type ChannelFields } from "../modules/channels/index.ts";
import { defaultAutoMessages, defaultBotTexts, saveSetting } from "../modules/settings/index.ts";

const TEAMS = [
  { key: "principal", name: "Principal", color: "#0f766e", description: "Primeiro atendimento" },
  { key: "comercial", name: "Comercial", color: "#b45309", description: "Pedidos e orçamentos" },
  { key: "suporte", name: "Suporte", color: "#4f46e5", description: "Trocas, entregas e dúvidas" },
] as const;
export type TeamKey = (typeof TEAMS)[number]["key"];

const PEOPLE = [
  { name: "Helena Duarte", role: "administrator", teams: ["principal", "comercial", "suporte"] },
  { name: "Rita Campos", role: "supervisor", teams: ["comercial", "suporte"] },
  { name: "Ana Beatriz Lopes", role: "agent", teams: ["comercial"] },
  { name: "Bruno Carvalho", role: "agent", teams: ["comercial"] },
  { name: "Diego Martins", role: "agent", teams: ["suporte"] },
  { name: "Paula Nogueira", role: "agent", teams: ["principal", "suporte"] },
] as const;

/** The guide's drawn example: Principal leads to Comercial or Suporte, each with its menu, ending with a person. */
export function guideTriggers(teams: Record<TeamKey, string>): Trigger[] {
  const message = (text: string, keywords: string[] = []): Trigger["action"] => ({
    type: "smart_message",
    text,
    keywords,
    presentation: "auto",
  });
  const of = (team: TeamKey): Trigger["team"] => ({ operator: "is", team: teams[team] });
  const lessThan23: Trigger["idle"] = { operator: "less_than", hours: 23 };
  const list: Omit<Trigger, "id" | "position" | "active">[] = [
    {
      description: "Boas-vindas",
      team: of("principal"),
      fires: "on_message",
      idle: { operator: "greater_than", hours: 1 },
      expectedReply: null,
      action: message(
        "{{saudacao}}, {{contato.primeiro_nome|tudo bem}}! Aqui é a {{conta.nome}} 🌻\nCom quem você quer falar?",
        ["Comercial", "Suporte"],
      ),
    },
    {
      description: "Ir para o Comercial",
      team: of("principal"),
      fires: "on_message",
      idle: lessThan23,
      expectedReply: ["Comercial"],
      action: { type: "hand_over", team: teams.comercial },
    },
    {
      description: "Ir para o Suporte",
      team: of("principal"),
      fires: "on_message",
      idle: lessThan23,
      expectedReply: ["Suporte"],
      action: { type: "hand_over", team: teams.suporte },
    },
    {
      description: "Menu comercial",
      team: of("comercial"),
      fires: "on_entry",
      idle: null,
      expectedReply: null,
      action: message("Você está no *Comercial*. O que você precisa?", ["Atendimento", "Orçamento"]),
    },
    {
      description: "Comercial: atendimento",
      team: of("comercial"),
      fires: "on_message",
      idle: null,
      expectedReply: ["Atendimento"],
      action: message("Um analista já vai atender você."),
    },
    {
      description: "Comercial: orçamento",
      team: of("comercial"),
      fires: "on_message",
      idle: null,
      expectedReply: ["Orçamento"],
      action: message("Conte quais produtos e quantidades você quer. Um analista responde com o orçamento."),
    },
    {
      description: "Menu suporte",
      team: of("suporte"),
      fires: "on_entry",
      idle: null,
      expectedReply: null,
      action: message("Você está no *Suporte*. Sobre o que é?", ["Entrega", "Troca", "Atendimento"]),
    },
    {
      description: "Suporte: entrega",
      team: of("suporte"),
      fires: "on_message",
      idle: null,
      expectedReply: ["Entrega"],
      action: message("Envie o número do pedido, por favor. Um analista já vai ver onde ele está."),
    },
    {
      description: "Suporte: troca",
      team: of("suporte"),
      fires: "on_message",
      idle: null,
      expectedReply: ["Troca"],
      action: message("Sem problema. Envie uma foto do produto; um analista já vai atender você."),
    },
    {
      description: "Suporte: atendimento",
      team: of("suporte"),
      fires: "on_message",
      idle: null,
      expectedReply: ["Atendimento"],
      action: message("Um analista já vai atender você."),
    },
  ];
  return list.map((trigger, index) => ({ ...trigger, id: uuidv7(), position: index, active: true }));
}

export type Company = {
  accountId: string;
  channelId: string;
  teams: Record<TeamKey, string>;
  agents: Record<string, string>;
};
export type CompanyOptions = {
  demo: boolean;
  channel: Omit<ChannelFields, "accountId" | "id" | "name"> & { id?: string };
  withBot: boolean;
};

/** "Loja Girassol": a company with three teams, six people, the guide's bot and one number. One transaction. */
export async function createCompany(deps: Deps, options: CompanyOptions): Promise<Company> {
  const now = deps.clock.now();
  const accountId = uuidv7();
  const channelId = options.channel.id ?? uuidv7();
  const teams = { principal: uuidv7(), comercial: uuidv7(), suporte: uuidv7() };
  const agents: Record<string, string> = {};
  await deps.system.transaction().execute(async (tx) => {
    await insertAccount(
      tx,
      {
        id: accountId,
        name: "Loja Girassol",
        locale: "pt-BR",
        timeZone: "America/Sao_Paulo",
        demo: options.demo,
      },
      now,
    );
    for (const { key, ...team } of TEAMS)
      await insertTeam(
        tx,
        accountId,
        teams[key],
        {
          ...team,
          kind: "whatsapp",
          active: true,
          inactivityHours: null,
          businessHours: null,
          memberIds: [],
        },
        now,
      );
    for (const person of PEOPLE) {
      const id = uuidv7();
      const userId = uuidv7();
      const email = `${person.name.split(" ")[0]?.toLowerCase()}.${accountId.slice(-6)}@girassol.example`;
      // demo people have no password: they can be signed in only by the demo's own door
      await sql`INSERT INTO auth_user (id, name, email, "emailVerified") VALUES (${userId}, ${person.name}, ${email}, true)`.execute(
        tx,
      );
      await insertAgent(
        tx,
        {
          accountId,
          id,
          userId,
          name: person.name,
          email,
          role: person.role,
          active: true,
          teamIds: person.teams.map((team) => teams[team]),
        },
        now,
      );
      agents[person.name.split(" ")[0] ?? ""] = id;
    }
    const { warningHours, ...texts } = defaultAutoMessages("pt-BR");
    await saveSetting(tx, {
      accountId,
      firstTeamId: teams.principal,
      inactivityHours: 12,
      assignOnFirstReply: true,
      segmentedView: true,
      autoMessages: { ...texts, warningHours },
      botTexts: defaultBotTexts("pt-BR"),
      businessHours: null,
      version: 1,
      updatedAt: now,
    });
    await addChannel(tx, deps, { ...options.channel, accountId, id: channelId, name: "Loja Girassol" });
    if (options.withBot) {
      const at = new Date(now).toISOString();
      const triggers = guideTriggers(teams);
      for (const { id, description, position, active, ...definition } of triggers)
        await saveTrigger(tx, accountId, { id, description, position, active, definition }, null, at);
      await insertVersion(
        tx,
        { accountId, id: uuidv7(), number: 1, triggers, note: "", publishedBy: null },
        at,
      );
    }
  });
  return { accountId, channelId, teams, agents };
}
