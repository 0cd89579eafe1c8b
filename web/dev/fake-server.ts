import type {
  Conversation,
  ConversationRow,
  MessageView,
  RealtimeChange,
  ServerFrame,
  ThreadEntry,
} from "@balcao/api";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";
import { WebSocketServer, type WebSocket } from "ws";
import { belongs, compareRows, type ListFilter, type Viewer } from "../src/realtime/order.ts";
import { addHistory, addMessage, agents, build, conversations, newId, teams, type Kept } from "./company.ts";

type Body = Record<string, unknown>;
type Reply = { status?: number; body?: unknown; type?: string; raw?: string };

let moved = 0;
const now = (): number => Date.now() + moved;
let signedIn: string | null = process.env["BALCAO_FAKE_SIGNED_OUT"] ? null : (agents[2]?.id ?? null);
const sockets = new Set<WebSocket>();
let cursor = 0;

function viewer(): Viewer {
  const me = agents.find(({ id }) => id === signedIn);
  return { agentId: signedIn ?? "", teamIds: me?.teamIds ?? [], seesAll: me?.role !== "agent" };
}
const visible = (row: ConversationRow): boolean =>
  viewer().seesAll ||
  viewer().teamIds.includes(row.teamId) ||
  row.owner === "bot" ||
  row.agentId === signedIn;

function rowOf({ conversation }: Kept): ConversationRow {
  const { channel: _channel, rating: _rating, can: _can, previous: _previous, ...row } = conversation;
  return row;
}
const rows = (): ConversationRow[] => [...conversations.values()].map(rowOf).filter(visible);

function push(kept: Kept, entries: ThreadEntry[]): void {
  const row = rowOf(kept);
  const changes: RealtimeChange[] = [
    visible(row) ? { type: "conversation", row, entries } : { type: "gone", conversationId: row.id },
  ];
  send({ type: "changes", cursor: String(++cursor), changes, countsChanged: true });
}
function send(frame: ServerFrame): void {
  for (const socket of sockets) socket.send(JSON.stringify(frame));
}

function me(): Reply {
  const agent = agents.find(({ id }) => id === signedIn);
  if (!agent)
    return {
      status: 401,
      body: { type: "about:blank", status: 401, code: "signed_out", title: "Entre de novo." },
    };
  return {
    body: {
      agent: { ...agent, preferences: {} },
      account: {
        id: newId(),
        name: "Loja Girassol (demonstração)",
        locale: "pt-BR",
        timeZone: "America/Sao_Paulo",
        demo: true,
      },
      accounts: [],
      teamIds: agent.teamIds,
      segmentedView: process.env["BALCAO_FAKE_ONE_LIST"] !== "1",
      assignOnFirstReply: true,
      demo: { phoneUrl: "/api/dev/phone" },
      now: new Date(now()).toISOString(),
    },
  };
}

function list(url: URL): Reply {
  const filter = { tab: "new", order: "waiting", ...Object.fromEntries(url.searchParams) } as ListFilter;
  const wanted = (filter.q ?? "").toLowerCase();
  const all = rows()
    .filter((row) => belongs(row, filter, viewer()))
    .filter((row) => !wanted || `${row.contact.name} ${row.contact.phone}`.toLowerCase().includes(wanted))
    .sort(compareRows(filter.order));
  const start = Number(url.searchParams.get("cursor") ?? 0);
  const limit = Number(url.searchParams.get("limit") ?? 50);
  return {
    body: {
      items: all.slice(start, start + limit),
      nextCursor: start + limit < all.length ? String(start + limit) : null,
    },
  };
}

function counts(): Reply {
  const tabs = Object.fromEntries(
    (["new", "mine", "bot", "ended", "others", "all"] as const).map((tab) => {
      const own = rows().filter((row) => belongs(row, { tab, order: "recent" }, viewer()));
      return [tab, { conversations: own.length, unread: own.reduce((sum, { unread }) => sum + unread, 0) }];
    }),
  );
  return { body: { tabs, pending: rows().filter(({ status }) => status === "pending").length } };
}

function thread(kept: Kept, url: URL): Reply {
  const before = Number(url.searchParams.get("before") ?? kept.entries.length);
  const start = Math.max(0, before - 50);
  return {
    body: {
      entries: kept.entries.slice(start, before),
      before: start > 0 ? String(start) : null,
      after: null,
    },
  };
}

function deliver(kept: Kept, message: MessageView): void {
  (["accepted", "sent", "delivered", "read"] as const).forEach((status, index) =>
    setTimeout(
      () => {
        message.status = status;
        if (kept.conversation.lastMessage?.id === message.id) kept.conversation.lastMessage.status = status;
        push(kept, [message]);
      },
      500 + index * 900,
    ),
  );
}

function command(kept: Kept, act: string, body: Body): Reply {
  const row: Conversation = kept.conversation;
  const entries: ThreadEntry[] = [];
  let message: MessageView | null = null;
  if (act === "messages") {
    if (!row.agentId) {
      row.agentId = signedIn;
      entries.push(addHistory(kept, now(), "conversation.assigned", { agentId: signedIn }, signedIn));
    }
    row.owner = "agent";
    const quotedId = body["quotedMessageId"];
    const source = kept.entries.find(
      (entry): entry is MessageView => entry.entry === "message" && entry.id === quotedId,
    );
    message = addMessage(
      kept,
      now(),
      "agent",
      { type: "text", body: String(body["text"]) },
      {
        status: "queued",
        agentId: signedIn,
        quoted: source ? { id: source.id, author: source.author, preview: source.text ?? "" } : null,
      },
    );
    row.waitingSince = null;
    row.unread = 0;
    entries.push(message);
    deliver(kept, message);
  } else if (act === "status") {
    entries.push(
      addHistory(
        kept,
        now(),
        "conversation.status_changed",
        { from: row.status, to: body["status"] },
        signedIn,
      ),
    );
    row.status = body["status"] as Conversation["status"];
    row.closedAt = row.status === "closed" ? new Date(now()).toISOString() : null;
    if (row.status !== "open") row.unread = 0;
  } else if (act === "assign") {
    row.agentId = body["agentId"] as string | null;
    row.owner = row.agentId ? "agent" : "team";
    entries.push(addHistory(kept, now(), "conversation.assigned", { agentId: row.agentId }, signedIn));
  } else if (act === "forward") {
    entries.push(
      addHistory(
        kept,
        now(),
        "conversation.forwarded",
        { from: row.teamId, to: body["teamId"], reason: body["reason"] },
        signedIn,
      ),
    );
    row.teamId = String(body["teamId"]);
    row.agentId = (body["agentId"] as string | null) ?? null;
    row.owner = row.agentId ? "agent" : "team";
  } else if (act === "return-to-bot") {
    row.owner = "bot";
    row.agentId = null;
    entries.push(addHistory(kept, now(), "conversation.bot_returned", {}, signedIn));
  } else if (act === "read") {
    row.unread = 0;
    row.version++;
  }
  row.version++;
  push(kept, entries);
  return { body: { conversation: rowOf(kept), message } };
}

function trace(): Reply {
  const [principal] = teams;
  return {
    body: {
      botVersion: 3,
      at: new Date(now()).toISOString(),
      triggers: { a: "Boas-vindas", b: "Vai para Comercial", c: "Vai para Suporte" },
      trace: {
        steps: [
          {
            event: "message",
            team: principal?.id,
            idleMs: null,
            foldedText: "oi",
            winner: "a",
            runnerUp: null,
            wonBy: "only_candidate",
            otherwise: null,
            considered: [
              {
                triggerId: "a",
                holds: true,
                conditions: [
                  {
                    condition: "team",
                    left: principal?.id,
                    operator: "is",
                    right: principal?.id,
                    holds: true,
                  },
                  { condition: "idle", left: null, operator: "greater_than", right: 1, holds: true },
                ],
              },
              {
                triggerId: "b",
                holds: false,
                conditions: [
                  {
                    condition: "team",
                    left: principal?.id,
                    operator: "is",
                    right: principal?.id,
                    holds: true,
                  },
                  { condition: "idle", left: null, operator: "less_than", right: 23, holds: false },
                  {
                    condition: "expected_reply",
                    left: "oi",
                    operator: "equals",
                    right: ["comercial"],
                    holds: false,
                  },
                ],
              },
              {
                triggerId: "c",
                holds: false,
                conditions: [
                  {
                    condition: "expected_reply",
                    left: "oi",
                    operator: "equals",
                    right: ["suporte"],
                    holds: false,
                  },
                ],
              },
            ],
          },
        ],
      },
    },
  };
}

function development(url: URL): Reply {
  const path = url.pathname;
  if (path === "/api/dev/picture")
    return {
      type: "image/svg+xml",
      raw: `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="420"><rect width="640" height="420" fill="#e8c46a"/><circle cx="320" cy="210" r="120" fill="#8a4b00"/><text x="320" y="222" text-anchor="middle" font-family="sans-serif" font-size="38" fill="#fff">${url.searchParams.get("text")}</text></svg>`,
    };
  if (path === "/api/dev/phone")
    return {
      type: "text/html",
      raw: "<!doctype html><html lang=pt-BR><title>Telefone</title><body style='font-family:sans-serif;background:#e9efe9;display:grid;place-items:center;height:95vh'><p>telefone do cliente</p>",
    };
  if (path === "/api/dev/clock") {
    moved += Number(url.searchParams.get("hours")) * 3_600_000;
    return { body: {} };
  }
  if (path === "/api/dev/incoming") {
    const kept =
      conversations.get(url.searchParams.get("id") ?? "") ??
      [...conversations.values()][Number(url.searchParams.get("index") ?? 0)];
    if (!kept) return { status: 404 };
    const message = addMessage(kept, now(), "contact", {
      type: "text",
      body: url.searchParams.get("text") ?? "oi",
    });
    kept.conversation.unread++;
    kept.conversation.waitingSince ??= message.at;
    push(kept, [message]);
    return { body: { id: kept.conversation.id } };
  }
  return { status: 404, body: {} };
}

function answer(method: string, url: URL, body: Body): Reply {
  const path = url.pathname;
  if (path.startsWith("/api/dev/")) return development(url);
  if (path === "/api/sign-in-options")
    return {
      body: {
        needsFirstAdministrator: false,
        demoPeople: agents.map(({ id, name, role, teamIds }) => ({
          agentId: id,
          name,
          role,
          teams: teams.filter((team) => teamIds.includes(team.id)).map((team) => team.name),
        })),
      },
    };
  if (path === "/api/demo/sign-in") {
    signedIn = String(body["agentId"]);
    return { status: 204 };
  }
  if (path === "/api/auth/sign-out") {
    signedIn = null;
    return { body: {} };
  }
  if (path === "/api/auth/sign-in/email")
    return { status: 401, body: { code: "INVALID_EMAIL_OR_PASSWORD", message: "Invalid" } };
  if (path.startsWith("/api/invitations/by-token/"))
    return {
      body: {
        company: "Loja Girassol",
        email: "nova@girassol.example",
        name: "Nova Pessoa",
        needsPassword: true,
      },
    };
  if (!signedIn || path === "/api/me") return me();
  if (path === "/api/me/preferences") return { status: 204 };
  if (path === "/api/teams") return { body: { items: teams } };
  if (path === "/api/agents") return { body: { items: agents } };
  if (path === "/api/conversations") return list(url);
  if (path === "/api/conversations/counts") return counts();
  if (path.endsWith("/trace")) return trace();
  const [, id = "", act = ""] = /^\/api\/conversations\/([^/]+)\/?(.*)$/u.exec(path) ?? [];
  const kept = conversations.get(id);
  if (kept && act === "") return { body: kept.conversation };
  if (kept && act === "thread") return thread(kept, url);
  if (kept && method === "POST") return command(kept, act.endsWith("/retry") ? "retry" : act, body);
  return {
    status: 404,
    body: { type: "about:blank", status: 404, code: "not_found", title: "Isto não existe." },
  };
}

async function readBody(request: IncomingMessage): Promise<Body> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text ? (JSON.parse(text) as Body) : {};
}

function write(
  response: ServerResponse,
  { status = 200, body, type = "application/json", raw }: Reply,
): void {
  response.writeHead(status, { "content-type": type });
  response.end(status === 204 ? undefined : (raw ?? JSON.stringify(body ?? {})));
}

/** The contract's answers out of memory, with a socket; answers wait a little, as a network does. */
export function fakeServer(): Plugin {
  return {
    name: "fake-server",
    configureServer(server) {
      build(now());
      const socketServer = new WebSocketServer({ noServer: true });
      server.httpServer?.on("upgrade", (request, socket, head) => {
        if (!request.url?.startsWith("/api/realtime")) return;
        socketServer.handleUpgrade(request, socket, head, (client) => {
          sockets.add(client);
          client.on("close", () => sockets.delete(client));
          client.on("message", (data) => {
            const frame = JSON.parse(String(data)) as { type: string };
            const reply: ServerFrame =
              frame.type === "ping"
                ? { type: "pong", now: new Date(now()).toISOString() }
                : { type: "ready", cursor: String(cursor) };
            client.send(JSON.stringify(reply));
          });
        });
      });
      server.middlewares.use((request, response, next) => {
        const url = new URL(request.url ?? "/", "http://localhost");
        if (!url.pathname.startsWith("/api/")) return next();
        void readBody(request).then((body) =>
          setTimeout(() => write(response, answer(request.method ?? "GET", url, body)), 60),
        );
      });
    },
  };
}
