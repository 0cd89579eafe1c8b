import { expect } from "vitest";
import type { Desk, Method, Reply } from "./desk-world.ts";

export const PASSWORD = "quatro palavras bem soltas";
export const CHROME =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
export const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1";

/** The cookies that an answer gives, as a browser sends them again; those it takes away are left out. */
export const cookiesOf = (headers: Reply["headers"]): string =>
  [headers["set-cookie"] ?? []]
    .flat()
    .map(String)
    .filter((cookie) => !/Max-Age=0/iu.test(cookie))
    .map((cookie) => cookie.split(";")[0])
    .join("; ");

/** A person with a password, invited and come; answers the session's cookies. `email` names a mailbox of girassol.example. */
export async function newPerson(
  desk: Desk,
  name: string,
  wanted: { role?: "agent" | "supervisor" | "administrator"; company?: Desk["ours"] } = {},
): Promise<{ cookie: string; email: string; agentId: string }> {
  const company = wanted.company ?? desk.ours;
  const helena = await desk.cookie(company, "Helena");
  const email = `${name.toLowerCase()}@girassol.example`;
  const { body } = await desk.call(helena, "POST", "/api/invitations", {
    email,
    name,
    role: wanted.role ?? "agent",
    teamIds: [company.teams.comercial],
  });
  const token = String(body["link"]).split("/").at(-1);
  const accepted = await desk.call("", "POST", "/api/invitations/accept", {
    token,
    name,
    password: PASSWORD,
  });
  expect(accepted.status).toBe(204);
  const cookie = cookiesOf(accepted.headers);
  const me = await desk.call(cookie, "GET", "/api/me");
  return { cookie, email, agentId: (me.body["agent"] as { id: string }).id };
}

let turn = 0;
/** Signs in by e-mail and password, each time from another address unless one is named. */
export async function signIn(
  desk: Desk,
  email: string,
  from: { password?: string; userAgent?: string; address?: string; cookie?: string } = {},
): Promise<{ status: number; cookie: string; body: Record<string, unknown> }> {
  turn += 1;
  const answer = await desk.app.inject({
    method: "POST",
    url: "/api/auth/sign-in/email",
    remoteAddress: from.address ?? `198.51.100.${turn % 250}`,
    headers: { "user-agent": from.userAgent ?? CHROME, cookie: from.cookie ?? "" },
    payload: { email, password: from.password ?? PASSWORD },
  });
  return {
    status: answer.statusCode,
    cookie: cookiesOf(answer.headers),
    body: answer.body === "" ? {} : answer.json(),
  };
}

/** Asks, and answers what the status is. */
export const statusOf = async (
  desk: Desk,
  cookie: string,
  method: Method,
  url: string,
  payload?: object,
): Promise<number> => (await desk.call(cookie, method, url, payload)).status;
