import type { Actor } from "../platform/actor.ts";
import { PEOPLE, type Company } from "./company.ts";
import type { AgentName } from "./script.ts";

/** The id of who is called so. */
export function agentOf(company: Company, name: AgentName): string {
  const id = company.agents[name];
  if (id === undefined) throw new Error(`Nobody named ${name} works here`);
  return id;
}

/** As who is called so acts on the desk. */
export function actorOf(company: Company, name: AgentName): Actor {
  const person = PEOPLE.find((entry) => entry.name.startsWith(name));
  if (!person) throw new Error(`Nobody named ${name} works here`);
  return {
    accountId: company.accountId,
    agentId: agentOf(company, name),
    userId: "",
    sessionId: "",
    segmentedView: true,
    owesTwoStep: false,
    name: person.name,
    role: person.role,
    teamIds: person.teams.map((team) => company.teams[team]),
    locale: "pt-BR",
  };
}
