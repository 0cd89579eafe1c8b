import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { mailLoop } from "../src/modules/mail/index.ts";
import { openDesk, type Desk, type Method } from "./desk-world.ts";
import { smtpHost, type SmtpHost } from "./smtp-world.ts";

type Row = Record<string, unknown>;
let desk: Desk;
let host: SmtpHost;
let ticket: Row;
let serial = 0;
const as = async (name: string, method: Method, url: string, body?: object) =>
  desk.call(await desk.cookie(desk.ours, name), method, url, body);
const post = (name: string, url: string, body: object) =>
  as(name, "POST", url, { key: `ticket-mail-${++serial}`, ...body });
const act = (name: string, what: object) =>
  post(name, `/api/tickets/${String(ticket["id"])}/acts`, { act: what });
const comment = (name: string, text: string, isPublic: boolean) =>
  post(name, `/api/tickets/${String(ticket["id"])}/comments`, { text, public: isPublic });
const status = async (stage: string): Promise<string> => {
  const choices = (await as("Helena", "GET", "/api/ticket-choices")).body;
  return String((choices["statuses"] as Row[]).find((one) => one["stage"] === stage)?.["id"]);
};
const email = async (name: string): Promise<string> => {
  const { agent } = (await as(name, "GET", "/api/me")).body;
  return String((agent as Row)["email"]);
};
/** Who got what, by now. */
async function got(): Promise<{ to: string[]; subject: string; text: string }[]> {
  await mailLoop(desk.world.deps).drain();
  return host.arrived
    .map(({ to, headers, text }) => ({ to, subject: headers.get("subject") ?? "", text }))
    .toSorted((a, b) => (String(a.to) < String(b.to) ? -1 : 1));
}

const server = async (enabled: boolean): Promise<void> => {
  const { version } = (await as("Helena", "GET", "/api/settings/mail")).body;
  const answer = await as("Helena", "PUT", "/api/settings/mail", {
    enabled,
    host: "127.0.0.1",
    port: host.port,
    security: "none",
    username: "",
    password: null,
    senderName: "Girassol",
    senderAddress: "sac@girassol.example",
    version,
  });
  expect(answer.status).toBe(200);
};

beforeAll(async () => {
  desk = await openDesk();
  host = await smtpHost();
  await server(true);
  const conversationId = await desk.write(desk.ours, "5511987000001", "boleto");
  const teamId = desk.ours.teams.comercial;
  ticket = (await post("Helena", "/api/tickets", { conversationId, title: "Boleto não abre", teamId })).body;
  const { agents } = desk.ours;
  const followed = await act("Helena", {
    type: "followers",
    add: [agents["Ana"], agents["Rita"], agents["Helena"]],
    remove: [],
  });
  if (followed.status !== 200) throw new Error(`not followed: ${followed.status}`);
});
afterEach(() => {
  host.arrived.length = 0;
});
afterAll(async () => {
  await desk.close();
  await host.close();
});

describe("followers of a ticket hear by mail", () => {
  it("of a public comment, in their own language, but not who wrote it", async () => {
    await as("Rita", "PATCH", "/api/me/preferences", { language: "en" });
    await comment("Helena", "Segue o novo boleto.", true);
    const mails = await got();
    expect(mails.map(({ to }) => to).toSorted()).toEqual(
      [[await email("Ana")], [await email("Rita")]].toSorted(),
    );
    const [toAna, toRita] = await Promise.all(
      ["Ana", "Rita"].map(async (name) => {
        const address = await email(name);
        return mails.find(({ to }) => to.includes(address));
      }),
    );
    expect(toAna?.text).toContain("Helena Duarte comentou:\r\n\r\nSegue o novo boleto.");
    expect(toAna?.text).toContain("http://127.0.0.1:3000/tickets/1");
    expect(toRita?.text).toContain("commented:");
    expect(toRita?.subject).toContain("Ticket #1");
  });

  it("of a change of status, and of nothing that is internal", async () => {
    await comment("Helena", "Cliente irritado", false);
    await act("Helena", { type: "priority", priority: 3 });
    expect(await got()).toEqual([]);
    await act("Ana", { type: "status", statusId: await status("in_progress") });
    const mails = await got();
    expect(mails.map(({ to }) => to).toSorted()).toEqual(
      [[await email("Helena")], [await email("Rita")]].toSorted(),
    );
    expect(JSON.stringify(mails)).toContain("mudou o status de “Aberto” para “Em atendimento”");
    expect(JSON.stringify(mails)).not.toContain("irritado");
  });

  it("once, however often the command comes", async () => {
    const body = { key: "mail-same-key", text: "Uma vez", public: true };
    const url = `/api/tickets/${String(ticket["id"])}/comments`;
    await Promise.all([as("Helena", "POST", url, body), as("Helena", "POST", url, body)]);
    expect(await got()).toHaveLength(2);
  });

  it("not who turned it off, nor who may not see the ticket any more", async () => {
    await as("Rita", "PATCH", "/api/me/preferences", { ticketMail: false });
    await act("Helena", { type: "move", teamId: desk.ours.teams.suporte });
    await comment("Helena", "Agora do suporte", true);
    expect(await got()).toEqual([]);
  });

  it("not while the account has no mail server, and nothing waits for one", async () => {
    await as("Rita", "PATCH", "/api/me/preferences", { ticketMail: true });
    await server(false);
    await comment("Helena", "Sem servidor", true);
    await server(true);
    expect(await got()).toEqual([]);
  });
});
