import type { FastifyInstance, FastifyRequest } from "fastify";
import { GraphError } from "../graph/graph-error.ts";
import type { Simulator } from "../simulator.ts";
import { noSuchObject, numbersOfToken } from "./graph-auth.ts";
import { GRAPH, LARGEST_FILE } from "./paths.ts";

/** Where `/upload:…` is led to: its name is no path that a router knows. */
export const UPLOAD_SESSION = "/upload_session";

type Begin = { Params: { id: string }; Querystring: Record<string, string | undefined> };
type Session = { Params: { session: string } };
const TYPES = /^(image\/(jpeg|jpg|png)|video\/(mp4|3gpp)|application\/pdf)$/;

function begin(sim: Simulator, request: FastifyRequest<Begin>): { id: string } {
  const { id } = request.params;
  if (!numbersOfToken(sim.world, request).some(({ appId }) => appId === id)) throw noSuchObject(id);
  const body = (request.body ?? {}) as Record<string, string | undefined>;
  const given = (name: string): string => String(request.query[name] ?? body[name] ?? "");
  const size = Number(given("file_length"));
  const type = given("file_type");
  if (!Number.isInteger(size) || size <= 0)
    throw new GraphError(100, "The parameter file_length is required.");
  if (!TYPES.test(type)) throw new GraphError(100, `File type ${type} is not supported.`);
  const session = sim.world.uploads.begin(sim.world.idRandom, { appId: id, size, type });
  return { id: `${session}?sig=${sim.world.idRandom.hex(16)}` };
}

function take(
  sim: Simulator,
  request: FastifyRequest<Session>,
): { h: string } | { id: string; file_offset: number } {
  const id = decodeURIComponent(request.params.session);
  const mine = numbersOfToken(sim.world, request);
  const { uploads, idRandom } = sim.world;
  const session = uploads.session(id);
  if (!session || !mine.some(({ appId }) => appId === session.appId)) throw noSuchObject(id);
  const part = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const offset = Number(request.headers["file_offset"] ?? Number.NaN);
  if (offset !== session.bytes || part.byteLength === 0 || offset + part.byteLength > session.size)
    throw new GraphError(100, "Invalid parameter", "The bytes do not continue the upload.");
  const h = uploads.take(idRandom, id, offset, part);
  if (h !== null) sim.world.changed();
  return h === null ? { id, file_offset: session.bytes } : { h };
}

/** The resumable upload of section 10.3: a session, its bytes, and how far it came. */
export function graphUploadRoutes(app: FastifyInstance, sim: Simulator): void {
  app.post<Begin>(`${GRAPH}/:id/uploads`, async (request) => begin(sim, request));
  app.get<{ Querystring: { of?: string } }>("/v/t61/example", async (request, reply) => {
    const file = sim.world.uploads.handles.get(request.query.of ?? "");
    if (!file) return reply.code(404).type("text/html").send("<!DOCTYPE html><html><body></body></html>");
    return reply.header("X-Content-Type-Options", "nosniff").type(file.type).send(file.bytes);
  });
  void app.register(async (files) => {
    files.removeAllContentTypeParsers();
    files.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: LARGEST_FILE }, (_request, body, done) =>
      done(null, body),
    );
    files.post<Session>(`${GRAPH}${UPLOAD_SESSION}/:session`, async (request) => take(sim, request));
    files.get<Session>(`${GRAPH}${UPLOAD_SESSION}/:session`, async (request) => {
      numbersOfToken(sim.world, request);
      const id = decodeURIComponent(request.params.session);
      const session = sim.world.uploads.session(id);
      if (!session) throw noSuchObject(id);
      return { id, file_offset: session.bytes };
    });
  });
}
