import type { Agent, Conversation, HistoryView, MessageView, Role, Team, ThreadEntry } from "@balcao/api";
import type { MessageContent } from "@balcao/core";

/** A small company in memory, always the same, to look at the screens without a server. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let counter = 0;
export const newId = (): string => `00000000-0000-7000-8000-${String(++counter).padStart(12, "0")}`;
let seed = 7;
const random = (): number => {
  seed = (seed * 1103515245 + 12345) & 0x7fffffff;
  return seed / 0x7fffffff;
};
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
const iso = (at: number): string => new Date(at).toISOString();

const team = (name: string, color: string): Team => ({
  id: newId(),
  name,
  kind: "whatsapp",
  color,
  description: "",
  active: true,
  inactivityHours: null,
  businessHours: null,
  memberIds: [],
  openConversations: 0,
  entryTrigger: null,
  firstContact: name === "Principal",
  version: 1,
});
export const teams = [
  team("Principal", "#4d7c8a"),
  team("Comercial", "#c2703d"),
  team("Suporte", "#6a5acd"),
  team("Pós-venda e Relacionamento", "#3f8f5b"),
];
const [principal, comercial, suporte, after] = teams as [Team, Team, Team, Team];

const agent = (name: string, role: Role, of: Team[]): Agent => {
  const id = newId();
  for (const item of of) item.memberIds.push(id);
  return {
    id,
    name,
    email: `${name.split(" ")[0]?.toLowerCase()}@girassol.example`,
    role,
    active: true,
    teamIds: of.map((item) => item.id),
  };
};
export const agents = [
  agent("Helena Prado", "administrator", [principal]),
  agent("Caio Meireles", "supervisor", [comercial, suporte]),
  agent("Ana Ribeiro", "agent", [comercial]),
  agent("Bruno Tavares", "agent", [suporte]),
  agent("Bia Nogueira", "agent", [comercial, suporte]),
  agent("Davi Okamoto", "agent", [suporte]),
];

export const channel = { id: newId(), name: "Loja Girassol", displayPhone: "+55 (11) 4000-1234" };
export type Kept = { conversation: Conversation; entries: ThreadEntry[]; seq: number };
export const conversations = new Map<string, Kept>();
const menuTrigger = { id: newId(), description: "Boas-vindas" };

const NAMES = [
  "Maria Souza",
  "João Lima",
  "Ana Beatriz de Albuquerque Cavalcanti Montenegro",
  "Zé",
  "Luíza Fernandes",
  "Oficina do Tião",
  "Padaria Pão & Prosa — matriz",
  "Renata Kovalski",
  "Marcos Vinícius",
  "Dona Cida",
  "Érica Ünlü",
  "Thiago 🌻",
  "Sílvia Prates",
  "Gustavo Adolfo",
  "Núbia Reis",
];
const LINES = [
  "oi",
  "Bom dia! Vocês entregam no sábado?",
  "boleto não abre",
  "Queria *trocar* o produto que comprei, ele veio com a cor errada e o tamanho também não serviu em ninguém aqui de casa",
  "Segue o comprovante",
  "ok obrigada",
  "Qual o prazo para o CEP 01310-100?",
  "_urgente_ por favor",
  "Recebi só uma parte do pedido:\n- 2 vasos\n- 1 suporte\nfaltou o girassol",
  "https://example.com/rastreio?id=8_2_1",
];
const ANSWERS = [
  "Já verifico, Maria.",
  "Entregamos, sim. Das 9h às 13h.",
  "Pode me mandar a nota?",
  "Encaminhei para o financeiro, retorno ainda hoje.",
  "Por nada, conte com a gente.",
];

export function preview(content: MessageContent): string {
  if ("body" in content) return (content.body ?? "").replace(/\s+/gu, " ");
  return "caption" in content ? (content.caption ?? "") : "title" in content ? content.title : "";
}

export function addMessage(
  kept: Kept,
  at: number,
  author: MessageView["author"],
  content: MessageContent,
  more: Partial<MessageView> = {},
): MessageView {
  const incoming = author === "contact";
  const message: MessageView = {
    entry: "message",
    id: newId(),
    conversationId: kept.conversation.id,
    seq: ++kept.seq,
    at: iso(at),
    direction: incoming ? "in" : "out",
    author,
    agentId: author === "agent" ? kept.conversation.agentId : null,
    trigger: author === "bot" ? menuTrigger : null,
    kind: content.type,
    text: preview(content) || null,
    content,
    media: null,
    quoted: null,
    reactions: [],
    status: incoming ? "received" : "read",
    failure: null,
    hasTrace: author === "bot",
    ...more,
  };
  kept.entries.push(message);
  const row = kept.conversation;
  row.lastMessage = {
    id: message.id,
    at: message.at,
    preview: preview(content),
    direction: message.direction,
    status: message.status,
    kind: message.kind,
  };
  if (incoming) row.windowClosesAt = iso(at + DAY);
  row.version++;
  return message;
}

export function addHistory(
  kept: Kept,
  at: number,
  type: string,
  data: Record<string, unknown> = {},
  agentId: string | null = null,
): HistoryView {
  const line: HistoryView = {
    entry: "history",
    id: newId(),
    conversationId: kept.conversation.id,
    seq: ++kept.seq,
    at: iso(at),
    type,
    agentId,
    data,
  };
  kept.entries.push(line);
  kept.conversation.version++;
  return line;
}

function open(index: number, start: number): Kept {
  const phone = `+55 (11) 9${String(8000 + index)}-${String(1000 + index * 37).slice(-4)}`;
  const conversation: Conversation = {
    id: newId(),
    protocol: 1000 + index,
    contact: {
      id: newId(),
      name: index % 5 === 4 ? null : (NAMES[index % NAMES.length] ?? null),
      profileName: "perfil",
      username: index % 7 === 3 ? "girassol.fan" : null,
      phone: index % 11 === 10 ? null : phone,
    },
    teamId: principal.id,
    agentId: null,
    owner: "bot",
    status: "open",
    unread: 0,
    lastMessage: null,
    windowClosesAt: null,
    waitingSince: null,
    openedAt: iso(start),
    closedAt: null,
    version: 1,
    channel,
    rating: null,
    can: { reply: true, forward: true, assign: true, close: true, reply_reason: null },
    previous:
      index % 3 === 0
        ? [
            {
              id: newId(),
              protocol: 900 + index,
              openedAt: iso(start - 20 * DAY),
              closedAt: iso(start - 19 * DAY),
              teamId: comercial.id,
            },
          ]
        : [],
  };
  const kept: Kept = { conversation, entries: [], seq: 0 };
  conversations.set(conversation.id, kept);
  addHistory(kept, start, "conversation.opened", { teamId: principal.id });
  return kept;
}

function menuPart(kept: Kept, start: number): void {
  addMessage(kept, start, "contact", { type: "text", body: "oi" });
  addMessage(kept, start + 2_000, "bot", {
    type: "buttons",
    body: "Olá! Que bom ter você na *Loja Girassol*. Com quem você quer falar?",
    options: [
      { id: "a", title: "Comercial" },
      { id: "b", title: "Suporte" },
    ],
  });
}

function handOver(kept: Kept, at: number, to: Team): void {
  addMessage(kept, at, "contact", { type: "reply", id: "a", title: to.name, description: null });
  addHistory(kept, at + 1000, "conversation.handed_over", {
    from: kept.conversation.teamId,
    to: to.id,
    triggerId: menuTrigger.id,
  });
  kept.conversation.teamId = to.id;
  addHistory(kept, at + 1500, "conversation.bot_stopped", { reason: "flow_ended" });
  kept.conversation.owner = "team";
}

const picture = (text: string): NonNullable<MessageView["media"]> => ({
  id: newId(),
  kind: "image",
  state: "stored",
  mimeType: "image/svg+xml",
  fileName: null,
  size: 48_000,
  voice: false,
  url: `/api/dev/picture?text=${encodeURIComponent(text)}`,
});
const file = (
  kind: "audio" | "document" | "video" | "sticker",
  name: string | null,
): NonNullable<MessageView["media"]> => ({
  id: newId(),
  kind,
  state: "stored",
  mimeType: null,
  fileName: name,
  size: 1_248_000,
  voice: kind === "audio",
  url: kind === "sticker" ? "/api/dev/picture?text=%F0%9F%8C%BB" : "/api/dev/file",
});
const media = (
  type: "image" | "audio" | "document" | "video" | "sticker",
  caption: string | null = null,
): MessageContent => ({ type, caption, fileName: null, voice: type === "audio" });

/** One conversation with every kind of entry. */
function showcase(kept: Kept, start: number): void {
  const agentId = kept.conversation.agentId;
  const first = addMessage(kept, start + 5 * MINUTE, "contact", {
    type: "text",
    body: "boleto não abre, diz que o arquivo está com defeito",
  });
  addMessage(kept, start + 6 * MINUTE, "contact", media("image", "Olha a tela"), {
    media: picture("tela do boleto"),
  });
  addMessage(kept, start + 6.4 * MINUTE, "contact", media("audio"), { media: file("audio", null) });
  addMessage(
    kept,
    start + 7 * MINUTE,
    "agent",
    { type: "text", body: "Já verifico, Maria. Você consegue me dizer *qual banco* aparece no topo?" },
    {
      quoted: {
        id: first.id,
        author: "contact",
        preview: "boleto não abre, diz que o arquivo está com defeito",
      },
      reactions: [{ author: "contact", emoji: "👍" }],
    },
  );
  addMessage(kept, start + 8 * MINUTE, "contact", media("document", null), {
    media: file("document", "boleto-novembro-2026-loja-girassol-segunda-via.pdf"),
  });
  addMessage(kept, start + 9 * MINUTE, "contact", media("sticker"), { media: file("sticker", null) });
  addMessage(kept, start + 9.5 * MINUTE, "contact", {
    type: "location",
    latitude: -23.5613,
    longitude: -46.6565,
    name: "Praça da República",
    address: "Centro, São Paulo",
    url: null,
  });
  addMessage(kept, start + 9.6 * MINUTE, "contact", {
    type: "contacts",
    cards: [
      {
        name: "Carlos Contador",
        phones: [{ phone: "+55 11 91234-5678", waId: null, type: null }],
        emails: ["carlos@contas.example"],
        organisation: "Contas & Cia",
      },
    ],
  });
  addMessage(kept, start + 9.7 * MINUTE, "contact", {
    type: "unsupported",
    wireType: "poll",
    subtype: null,
    errorCode: 131051,
    detail: null,
    raw: {},
  });
  addHistory(
    kept,
    start + 10 * MINUTE,
    "conversation.forwarded",
    { from: comercial.id, to: suporte.id, reason: "cobrança com defeito" },
    agents[2]?.id ?? null,
  );
  addHistory(kept, start + 10.2 * MINUTE, "conversation.assigned", { agentId }, agentId);
  addMessage(
    kept,
    start + 11 * MINUTE,
    "agent",
    {
      type: "text",
      body: "Segue o link novo:\nhttps://example.com/boleto/8821\n> válido até sexta\n1. abra\n2. copie o `código`\n3. pague no app",
    },
    { status: "delivered" },
  );
  addMessage(
    kept,
    start + 12 * MINUTE,
    "agent",
    { type: "text", body: "Conseguiu abrir?" },
    {
      status: "failed",
      failure: {
        code: 131026,
        explanation: "not_on_whatsapp",
        nextStep: "call_contact",
        detail: "Receiver is incapable of receiving this message",
      },
    },
  );
  addMessage(
    kept,
    start + 13 * MINUTE,
    "agent",
    { type: "text", body: "Mandei de novo por aqui" },
    { status: "unknown" },
  );
  addMessage(
    kept,
    start + 14 * MINUTE,
    "system",
    { type: "text", body: "Sua conversa continua com a equipe Suporte." },
    { status: "sent", agentId: null },
  );
  addMessage(kept, start + 15 * MINUTE, "contact", {
    type: "text",
    body: "abriu agora, *obrigada* ~viu~ 🌻",
  });
}

export function build(now: number): void {
  for (let index = 0; index < 220; index++) {
    const start = now - 20 * MINUTE - index * (index < 30 ? 11 * MINUTE : 47 * MINUTE);
    const kept = open(index, start);
    menuPart(kept, start);
    const row = kept.conversation;
    if (index % 9 === 8) continue;
    handOver(kept, start + MINUTE, [comercial, suporte, after][index % 3] as Team);
    if (index % 4 !== 1) {
      row.owner = "agent";
      row.agentId = (index % 3 === 0 ? agents[2] : pick(agents))?.id ?? null;
    }
    if (index === 0) showcase(kept, start);
    else
      for (let turn = 0; turn < 1 + Math.floor(random() * 6); turn++) {
        addMessage(kept, start + (2 + turn * 2) * MINUTE, "contact", { type: "text", body: pick(LINES) });
        if (row.agentId && random() > 0.4)
          addMessage(
            kept,
            start + (3 + turn * 2) * MINUTE,
            "agent",
            { type: "text", body: pick(ANSWERS) },
            { status: pick(["sent", "delivered", "read", "failed"] as const) },
          );
      }
    if (row.lastMessage?.direction === "in") {
      row.waitingSince = row.lastMessage.at;
      row.unread = 1 + Math.floor(random() * 4);
    }
    if (index % 10 === 6) row.status = "pending";
    if (index === 12) row.windowClosesAt = iso(now + 19 * MINUTE);
    if (index === 15) row.windowClosesAt = iso(now + 80 * MINUTE);
    if (index % 8 === 7) {
      row.status = index % 16 === 7 ? "resolved" : "closed";
      row.unread = 0;
      row.waitingSince = null;
      if (row.status === "closed") row.closedAt = row.lastMessage?.at ?? null;
      addHistory(
        kept,
        Date.parse(row.lastMessage?.at ?? row.openedAt) + MINUTE,
        "conversation.status_changed",
        { from: "open", to: row.status },
        row.agentId,
      );
    }
    row.can.reply = row.status !== "closed";
  }
  const long = open(500, now - 3 * DAY);
  long.conversation.contact.name = "Conversa longa com mil mensagens";
  long.conversation.owner = "agent";
  long.conversation.agentId = agents[2]?.id ?? null;
  long.conversation.teamId = comercial.id;
  for (let index = 0; index < 1000; index++) {
    const isIn = random() > 0.45;
    addMessage(long, now - 3 * DAY + index * 4 * MINUTE, isIn ? "contact" : "agent", {
      type: "text",
      body: `${index + 1}. ${pick(isIn ? LINES : ANSWERS)}`,
    });
  }
}
