import { insertAccount } from "../modules/accounts/index.ts";
import { insertAgent, insertTeam, insertPerson } from "../modules/agents/index.ts";
import { insertVersion, saveTrigger } from "../modules/bot/index.ts";
import { addChannel, type ChannelFields } from "../modules/channels/index.ts";
import { defaultAutoMessages, defaultBotTexts, saveSetting } from "../modules/settings/index.ts";
import { prepareTickets } from "../modules/tickets/index.ts";
import type { Tx } from "../platform/database.ts";
import type { Deps } from "../platform/deps.ts";
import { uuidv7 } from "../platform/ids.ts";
import { guideTriggers, type TeamKey } from "./guide-bot.ts";

const TEAMS = [
  { key: "principal", name: "Principal", color: "#0f766e", description: "Primeiro atendimento" },
  { key: "comercial", name: "Comercial", color: "#b45309", description: "Pedidos e orçamentos" },
  { key: "suporte", name: "Suporte", color: "#4f46e5", description: "Trocas, entregas e dúvidas" },
] as const;

/** Who works at the demo company; a first name is enough to name one. */
export const PEOPLE = [
  { name: "Helena Duarte", role: "administrator", teams: ["principal", "comercial", "suporte"] },
  { name: "Rita Campos", role: "supervisor", teams: ["comercial", "suporte"] },
  { name: "Ana Beatriz Lopes", role: "agent", teams: ["comercial"] },
  { name: "Bruno Carvalho", role: "agent", teams: ["comercial"] },
  { name: "Diego Martins", role: "agent", teams: ["suporte"] },
  { name: "Paula Nogueira", role: "agent", teams: ["principal", "suporte"] },
] as const;

const firstName = (name: string): string => name.split(" ")[0] ?? name;

export type Company = {
  accountId: string;
  channelId: string;
  teams: Record<TeamKey, string>;
  /** by first name */
  agents: Record<string, string>;
};
export type CompanyOptions = {
  demo: boolean;
  /** null = the account has no number yet */
  channel: (Omit<ChannelFields, "accountId" | "id" | "name"> & { id?: string }) | null;
  withBot: boolean;
};

async function insertTeams(tx: Tx, company: Company, now: number): Promise<void> {
  for (const { key, ...team } of TEAMS)
    await insertTeam(
      tx,
      company.accountId,
      company.teams[key],
      {
        ...team,
        kind: "whatsapp",
        active: true,
        inactivityHours: null,
        businessHours: null,
        memberIds: [],
        signsReplies: false,
        worksHolidays: false,
      },
      now,
    );
}

/** Demo people have no password: they can be signed in only by the demo's own door. */
async function insertPeople(tx: Tx, { accountId, teams, agents }: Company, now: number): Promise<void> {
  for (const { name, role, teams: memberOf } of PEOPLE) {
    const id = uuidv7();
    const userId = uuidv7();
    const email = `${firstName(name).toLowerCase()}.${accountId.slice(-6)}@girassol.example`;
    await insertPerson(tx, { id: userId, name, email });
    await insertAgent(
      tx,
      {
        accountId,
        id,
        userId,
        name,
        email,
        role,
        active: true,
        teamIds: memberOf.map((team) => teams[team]),
      },
      now,
    );
    agents[firstName(name)] = id;
  }
}

async function insertSettings(tx: Tx, { accountId, teams }: Company, now: number): Promise<void> {
  const { warningHours, ...texts } = defaultAutoMessages("pt-BR");
  await saveSetting(tx, {
    accountId,
    firstTeamId: teams.principal,
    inactivityHours: 12,
    assignOnFirstReply: true,
    onlyResponsibleReplies: false,
    segmentedView: true,
    showsTyping: true,
    autoMessages: { ...texts, warningHours },
    botTexts: defaultBotTexts("pt-BR"),
    businessHours: null,
    version: 1,
    updatedAt: now,
  });
}

async function publishBot(tx: Tx, { accountId, teams }: Company, now: number): Promise<void> {
  const at = new Date(now).toISOString();
  const triggers = guideTriggers(teams);
  for (const { id, description, position, active, ...definition } of triggers)
    await saveTrigger(tx, accountId, { id, description, position, active, definition }, null, at);
  await insertVersion(tx, { accountId, id: uuidv7(), number: 1, triggers, note: "", publishedBy: null }, at);
}

/** "Loja Girassol": a company with three teams, six people, the guide's bot and one number. One transaction. */
export async function createCompany(deps: Deps, options: CompanyOptions): Promise<Company> {
  const now = deps.clock.now();
  const company: Company = {
    accountId: uuidv7(),
    channelId: options.channel?.id ?? uuidv7(),
    teams: { principal: uuidv7(), comercial: uuidv7(), suporte: uuidv7() },
    agents: {},
  };
  const { accountId, channelId } = company;
  await deps.system.transaction().execute(async (tx) => {
    const account = { id: accountId, name: "Loja Girassol", locale: "pt-BR", demo: options.demo } as const;
    await insertAccount(tx, { ...account, timeZone: "America/Sao_Paulo" }, now);
    await insertTeams(tx, company, now);
    await insertPeople(tx, company, now);
    await insertSettings(tx, company, now);
    await prepareTickets(tx, { accountId, locale: account.locale }, now);
    if (options.channel)
      await addChannel(tx, deps, { ...options.channel, accountId, id: channelId, name: "Loja Girassol" });
    if (options.withBot) await publishBot(tx, company, now);
  });
  return company;
}
