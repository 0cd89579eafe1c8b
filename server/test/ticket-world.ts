import { expect } from "vitest";
import { openDesk, type Desk, type Method, type Reply } from "./desk-world.ts";

export type Row = Record<string, unknown>;
type Team = "comercial" | "suporte" | "principal";
type Talk = { id: string; messages: string[] };

export type TicketWorld = {
  desk: Desk;
  /** ids of the account's first statuses, by stage */
  status: Record<string, string>;
  as: (name: string, method: Method, url: string, body?: object) => Promise<Reply>;
  /** with a key of its own */
  post: (name: string, url: string, body: object) => Promise<Reply>;
  team: (name: Team) => string;
  agent: (name: string) => string;
  /** a conversation in a team, with the ids of what its customer wrote */
  talk: (phone: string, texts: readonly string[], to?: "comercial" | "suporte") => Promise<Talk>;
  create: (name: string, conversationId: string, more?: Row) => Promise<Reply>;
  made: (name: string, conversationId: string, more?: Row) => Promise<Row>;
  act: (name: string, ticket: Row, what: object) => Promise<Reply>;
  activity: (name: string, ticket: Row) => Promise<Row[]>;
  linked: (name: string, ticket: Row) => Promise<Row[]>;
};

export const ticketPath = ({ id }: Row): string => `/api/tickets/${String(id)}`;

/** A desk whose agents make tickets of what customers write. */
export async function openTickets(): Promise<TicketWorld> {
  const desk = await openDesk();
  let serial = 0;
  const as: TicketWorld["as"] = async (name, method, url, body) =>
    desk.call(await desk.cookie(desk.ours, name), method, url, body);
  const post: TicketWorld["post"] = (name, url, body) =>
    as(name, "POST", url, { key: `ticket-${++serial}`, ...body });
  const team: TicketWorld["team"] = (name) => desk.ours.teams[name];
  const { statuses } = (await as("Ana", "GET", "/api/ticket-choices")).body;
  const status = Object.fromEntries((statuses as Row[]).map(({ id, stage }) => [String(stage), String(id)]));
  const create: TicketWorld["create"] = (name, conversationId, more = {}) =>
    post(name, "/api/tickets", {
      conversationId,
      title: "Boleto não abre",
      teamId: team("comercial"),
      ...more,
    });
  const activity: TicketWorld["activity"] = async (name, ticket) =>
    (await as(name, "GET", `${ticketPath(ticket)}/activity`)).body["items"] as Row[];
  return {
    desk,
    status,
    as,
    post,
    team,
    agent: (name) => desk.ours.agents[name] ?? "",
    async talk(phone, texts, to = "comercial") {
      let id = "";
      for (const text of texts) id = await desk.write(desk.ours, phone, text);
      await post("Helena", `/api/conversations/${id}/forward`, { teamId: team(to) });
      const { entries } = (await as("Helena", "GET", `/api/conversations/${id}/thread`)).body;
      const own = (entries as Row[]).filter(({ author }) => author === "contact");
      return { id, messages: own.map((entry) => String(entry["id"])) };
    },
    create,
    async made(name, conversationId, more) {
      const answer = await create(name, conversationId, more);
      expect(answer.status).toBe(201);
      return answer.body;
    },
    act: (name, ticket, what) => post(name, `${ticketPath(ticket)}/acts`, { act: what }),
    activity,
    linked: async (name, ticket) =>
      (await activity(name, ticket)).filter(({ entry }) => entry === "messages"),
  };
}
