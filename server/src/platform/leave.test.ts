import websocket from "@fastify/websocket";
import Fastify, { type FastifyInstance } from "fastify";
import { once } from "node:events";
import { connect, type AddressInfo, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { leaveInTime } from "./leave.ts";

const LEAVE_MS = 300;
let app: FastifyInstance;
let answer: () => void;

beforeEach(async () => {
  app = Fastify({ forceCloseConnections: false });
  await app.register(websocket);
  leaveInTime(app, LEAVE_MS);
  app.get("/socket", { websocket: true }, () => undefined);
  app.get("/slow", () => new Promise((resolve) => (answer = () => resolve("done"))));
  app.post("/file", async (request) => request.body);
  await app.listen({ port: 0, host: "127.0.0.1" });
});
afterEach(() => app.close());

async function say(...lines: string[]): Promise<Socket> {
  const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  socket.write([...lines, "", ""].join("\r\n"));
  return socket;
}

it("ends though a browser went away without a word", async () => {
  const upgrade = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"];
  const sleeping = await say(
    "GET /socket HTTP/1.1",
    "Host: x",
    ...upgrade,
    "Sec-WebSocket-Key: MTIzNDU2Nzg5MDEyMzQ1Ng==",
  );
  await once(sleeping, "data");
  const gone = once(sleeping, "close");
  await app.close();
  await gone;
});

it("ends though an upload came to a halt", async () => {
  const requested = once(app.server, "request");
  const halted = await say(
    "POST /file HTTP/1.1",
    "Host: x",
    "Content-Type: application/json",
    "Content-Length: 1000",
  );
  halted.write("{");
  const gone = once(halted, "close");
  await requested;
  await app.close();
  await gone;
});

it("waits for an answer under way", async () => {
  const asking = await say("GET /slow HTTP/1.1", "Host: x");
  await expect.poll(() => answer).toBeTypeOf("function");
  const closing = app.close();
  setTimeout(() => answer(), LEAVE_MS / 3);
  const [heard] = (await once(asking, "data")) as [Buffer];
  expect(heard.toString()).toContain("done");
  await closing;
});
