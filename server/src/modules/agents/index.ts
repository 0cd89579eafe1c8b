/**
 * Agents: who works here, in which teams, with which rights.
 * Owns: sign-in (with the identity library), agents, roles, invitations, teams and their members.
 * Tables: agent, team, team_member, team_gone, invitation, auth_*.
 * Emits: team.changed, team.deleted, agent.changed, invitation.changed, security.*.
 * Hears: nothing.
 */
export { absentAgents, choicesOf, insertAgent, listAgents, loadAccount } from "./agents.queries.ts";
export { agentRoutes } from "./agents.routes.ts";
export { createAuth, type Auth } from "./auth.ts";
export { identityRoutes } from "./devices.routes.ts";
export { hoursProblems } from "./hours.ts";
export { insertPassword, insertPerson, takeFirstToken, hasAdministrator } from "./identities.queries.ts";
export { isGuessable } from "./password.ts";
export { headersOf } from "./headers.ts";
export { doorRoutes, meRoutes } from "./session.routes.ts";
export { firstAdministratorLink, tellSignedIn } from "./session.service.ts";
export { forgetSessions, liveActors } from "./sessions.queries.ts";
export type { TeamOwner } from "./teams.owners.ts";
export { insertTeam, listTeams } from "./teams.queries.ts";
export { teamRoutes } from "./teams.routes.ts";
export { resealTwoStep } from "./two-step.keys.ts";
export { tokenHash } from "./tokens.ts";
