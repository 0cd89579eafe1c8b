import { z } from "zod";
import { Color, Id, Version, line } from "./common.ts";

/** Etiqueta: a word of the account's own, with its colour, put on conversations, contacts and tickets. */
export const Label = z.object({
  id: Id,
  name: z.string(),
  color: Color,
  version: Version,
});
export type Label = z.infer<typeof Label>;

/** GET /api/labels, by name */
export const LabelList = z.object({ items: z.array(Label) });
/** POST /api/labels, by who oversees */
export const LabelCreate = z.object({ name: line(40).min(1), color: Color }).strict();
/** PUT /api/labels/:id. DELETE /api/labels/:id takes it off all of them. */
export const LabelUpdate = LabelCreate.extend({ version: Version });
