/**
 * Agents: who works here, in which teams, with which rights.
 * Owns: sign-in (with the identity library), agents, roles, teams and their members.
 * Tables: agent, team, team_member, invitation, auth_*.
 * Emits: team.changed, agent.changed.
 * Hears: nothing.
 */
export { insertAgent, listAgents } from "./agents.queries.ts";
export { agentRoutes, headersOf, sessionRoutes, type SessionExtras } from "./agents.routes.ts";
export { createAuth, type Auth } from "./auth.ts";
export { liveActors } from "./sessions.queries.ts";
export { insertTeam, listTeams } from "./teams.queries.ts";
export { insertUser } from "./users.queries.ts";
