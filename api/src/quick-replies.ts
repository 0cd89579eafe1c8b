import { z } from "zod";
import { Id, isStorable, Version, line } from "./common.ts";

/** of one agent, of a team, or of the whole account */
export const QuickReplyScope = z.enum(["personal", "team", "account"]);
export type QuickReplyScope = z.infer<typeof QuickReplyScope>;

/** what is typed after "/": letters, digits, - and _ ; kept in small letters */
const Shortcut = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}_-]{1,30}$/u);

/** GET /api/quick-replies : one's own, those of one's teams (of all teams for who administers), and the account's */
export const QuickReply = z.object({
  id: Id,
  scope: QuickReplyScope,
  /** whose it is, when it is a team's */
  teamId: Id.nullable(),
  shortcut: z.string(),
  title: z.string(),
  /** may hold variables of core (text/variables), and blanks to fill in by hand: {{valor}} */
  text: z.string(),
  file: z
    .object({
      name: z.string(),
      mimeType: z.string(),
      size: z.int(),
      /** same-origin path */ url: z.string(),
    })
    .nullable(),
  /** may this agent change and delete it? */
  canChange: z.boolean(),
  version: Version,
});
export type QuickReply = z.infer<typeof QuickReply>;
export const QuickReplyList = z.object({ items: z.array(QuickReply) });

const fields = {
  scope: QuickReplyScope,
  teamId: Id.nullable().default(null),
  shortcut: Shortcut,
  title: line(80).min(1),
  text: z.string().trim().min(1).max(4096).refine(isStorable),
};
/** POST /api/quick-replies */
export const QuickReplyCreate = z.object(fields).strict();
export type QuickReplyCreate = z.infer<typeof QuickReplyCreate>;
/** PUT /api/quick-replies/:id ; its file is put and taken away apart */
export const QuickReplyUpdate = z.object({ ...fields, version: Version }).strict();
export type QuickReplyUpdate = z.infer<typeof QuickReplyUpdate>;
