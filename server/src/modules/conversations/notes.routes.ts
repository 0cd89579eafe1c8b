import {
  AddNote,
  IdParams,
  MentionList,
  NoteList,
  NotePatch,
  NoteResult,
  ReaderList,
  ReadMentions,
} from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent } from "../../platform/http.ts";
import { getNotes, getReaders } from "./conversations.reading.ts";
import { getMentions, markMentionsRead } from "./mentions.service.ts";
import { addNote, reviseNote } from "./notes.service.ts";

const config = { policy: anyAgent };

/** Internal notes, and where they mention somebody. */
export function noteRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const params = IdParams;
  const response = { 200: NoteResult };
  routes.get(
    "/api/conversations/:id/notes",
    { config, schema: { params, response: { 200: NoteList } } },
    async ({ actor, params: { id } }) => ({ items: await getNotes(deps, actor, id) }),
  );
  routes.get(
    "/api/conversations/:id/readers",
    { config, schema: { params, response: { 200: ReaderList } } },
    async ({ actor, params: { id } }) => ({ items: await getReaders(deps, actor, id) }),
  );
  routes.post(
    "/api/conversations/:id/notes",
    { config, schema: { params, body: AddNote, response } },
    ({ actor, params: { id }, body }) => addNote(deps, actor, id, body),
  );
  routes.patch(
    "/api/notes/:id",
    { config, schema: { params, body: NotePatch, response } },
    ({ actor, params: { id }, body }) => reviseNote(deps, actor, id, body.text),
  );
  routes.delete("/api/notes/:id", { config, schema: { params, response } }, ({ actor, params: { id } }) =>
    reviseNote(deps, actor, id, null),
  );
  routes.get("/api/mentions", { config, schema: { response: { 200: MentionList } } }, ({ actor }) =>
    getMentions(deps, actor),
  );
  routes.post(
    "/api/mentions/read",
    { config, schema: { body: ReadMentions, response: { 204: z.null() } } },
    async ({ actor, body }, reply) => {
      await markMentionsRead(deps, actor, body.noteIds);
      return reply.code(204).send(null);
    },
  );
}
