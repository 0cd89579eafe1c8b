import { z } from "zod";
import { Id, Role, Time, line } from "./common.ts";

/** GET /api/me */
export const Me = z.object({
  agent: z.object({
    id: Id,
    name: z.string(),
    email: z.string(),
    role: Role,
    preferences: z.record(z.string(), z.unknown()),
  }),
  account: z.object({
    id: Id,
    name: z.string(),
    locale: z.enum(["pt-BR", "en"]),
    timeZone: z.string(),
    demo: z.boolean(),
  }),
  /** other companies this person works for */
  accounts: z.array(z.object({ id: Id, name: z.string() })),
  /** teams this agent is a member of */
  teamIds: z.array(Id),
  segmentedView: z.boolean(),
  assignOnFirstReply: z.boolean(),
  onlyResponsibleReplies: z.boolean(),
  /** the company asks for a second step at sign-in that this person has yet to set up: nothing else is answered before */
  owesTwoStep: z.boolean(),
  /** in demo mode only */
  demo: z.object({ phoneUrl: z.string().nullable() }).nullable(),
  /** now by the account's clock (the demo's clock can be moved) */
  now: Time,
});
export type Me = z.infer<typeof Me>;

/** PATCH /api/me/preferences : merged shallowly; at most 8 KB */
export const PreferencesPatch = z.record(z.string().max(64), z.unknown());

/** POST /api/me/account : work in another of one's companies from now on */
export const AccountChoice = z.object({ accountId: Id }).strict();

/** POST /api/auth/sign-in/email, public. POST /api/auth/sign-out ends the session. Both answer 204 and the cookie. */
export const PasswordSignIn = z
  .object({ email: z.string().trim().min(1).max(200), password: z.string().min(1).max(128) })
  .strict();

/** GET /api/sign-in-options, public: what the sign-in page may offer */
export const SignInOptions = z.object({
  /** true while no administrator exists: the one-time link of the log must be used */
  needsFirstAdministrator: z.boolean(),
  /** may people sign in by a passkey at this address? */
  passkeys: z.boolean(),
  /** demo people, only in demo mode */
  demoPeople: z.array(z.object({ agentId: Id, name: z.string(), role: Role, teams: z.array(z.string()) })),
});
export type SignInOptions = z.infer<typeof SignInOptions>;

/** POST /api/demo/sign-in */
export const DemoSignIn = z.object({ agentId: Id });

/** POST /api/first-administrator : one-time token from the log */
export const FirstAdministrator = z.object({
  token: z.string().min(20).max(200),
  company: line(80).min(1),
  name: line(80).min(1),
  email: z.email().max(200),
  password: z.string().min(12).max(128),
});
