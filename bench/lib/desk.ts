import { WebSocket } from "ws";
import type { Installation, Running } from "./product.ts";

/** The session of one of the demo people, as the browser gets it. */
export async function signIn(server: Pick<Running, "url">, agentId: string): Promise<string> {
  const answer = await fetch(`${server.url}/api/demo/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: server.url },
    body: JSON.stringify({ agentId }),
  });
  const cookie = answer.headers.get("set-cookie")?.split(";")[0];
  if (answer.status !== 204 || cookie === undefined)
    throw new Error(`the demo's sign-in answered ${answer.status}`);
  return cookie;
}

/** One session per person: a screen is a socket, and the same person may have many open. */
export async function signInAll(server: Running, { company }: Installation): Promise<string[]> {
  const cookies: string[] = [];
  for (const agentId of Object.values(company.agents)) cookies.push(await signIn(server, agentId));
  return cookies;
}

/** A screen: hears what the server lets its agent hear. Resolves when it has been greeted. */
export async function openScreen(
  server: Running,
  cookie: string,
  heard: (frame: string) => void,
): Promise<WebSocket> {
  const socket = new WebSocket(`${server.url.replace("http", "ws")}/api/realtime`, {
    headers: { cookie, origin: server.url },
    perMessageDeflate: false,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.once("close", (code) => reject(new Error(`the socket was closed with ${code}`)));
    socket.once("open", () => socket.send(JSON.stringify({ type: "hello", cursor: null })));
    socket.on("message", (data: Buffer) => {
      const text = data.toString();
      if (text.startsWith('{"type":"ready"')) resolve();
      else heard(text);
    });
  });
  return socket;
}
