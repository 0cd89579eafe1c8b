import { z } from "zod";
import { Id, Name, Role, Time, line } from "./common.ts";

/** GET /api/agents */
export const Agent = z.object({
  id: Id,
  name: z.string(),
  email: z.string(),
  role: Role,
  active: z.boolean(),
  teamIds: z.array(Id),
  /** whoever writes from it shows under this agent's name; "+55 (11) 98765-4321" */
  phone: z.string().nullable(),
});
export type Agent = z.infer<typeof Agent>;
export const AgentList = z.object({ items: z.array(Agent) });

/** PATCH /api/agents/:id. `phone`: as people write it; null = none */
export const AgentPatch = z
  .object({ name: Name, role: Role, active: z.boolean(), phone: z.string().trim().max(40).nullable() })
  .partial()
  .strict();

/** GET/POST /api/invitations, DELETE /api/invitations/:id */
export const Invitation = z.object({
  id: Id,
  email: z.string(),
  name: z.string(),
  role: Role,
  teamIds: z.array(Id),
  state: z.enum(["waiting", "accepted", "expired", "revoked"]),
  expiresAt: Time,
});
export const InvitationList = z.object({ items: z.array(Invitation) });
export const InvitationCreate = z
  .object({
    email: z.email().max(200),
    name: line(80),
    role: Role,
    teamIds: z.array(Id).max(100),
  })
  .strict();
/** The link is shown once: it is not stored. */
export const InvitationCreated = z.object({ invitation: Invitation, link: z.string() });

/** GET /api/invitations/by-token/:token (public) and POST /api/invitations/accept (public) */
export const InvitationView = z.object({
  company: z.string(),
  email: z.string(),
  name: z.string(),
  needsPassword: z.boolean(),
});
export const InvitationAccept = z
  .object({ token: z.string().min(20).max(200), name: Name, password: z.string().min(12).max(128) })
  .strict();
