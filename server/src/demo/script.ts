import type { TicketStage } from "@balcao/core";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TeamKey } from "./guide-bot.ts";

/** A customer, as the simulator knows people. */
export type Person = {
  id: string;
  name: string;
  /** digits; 12 of them for accounts older than the ninth digit */
  waId: string;
  username?: string;
  visibility?: "hidden";
  readReceipts?: boolean;
};
export type AgentName = "Helena" | "Rita" | "Ana" | "Bruno" | "Diego" | "Paula";
/** The company's labels and their colours. */
export const LABELS = {
  "Cliente frequente": "#0f766e",
  Atacado: "#7c3aed",
  Evento: "#b45309",
  Estorno: "#1d4ed8",
} as const;
export type LabelName = keyof typeof LABELS;
/** In the simulator's own shape: a type, and the content under that type's name. */
export type PhoneMessage = { type: string; [key: string]: unknown };

/** A ticket of the customer's last message, in the team that has the conversation. */
export type OpensTicket = {
  do: "ticket";
  by: AgentName;
  title: string;
  description?: string;
  /** from the top of the tree; made when it is first needed, as the type is */
  category: readonly string[];
  type: string;
  priority?: 1 | 2 | 3 | 4;
  /** who is responsible */
  to?: AgentName;
  /** to be done within so many hours */
  due?: number;
  comments?: readonly string[];
  /** how far it has come since */
  stage?: TicketStage;
};

/** What somebody does. Customers act on the phone, agents through the commands of the desk. */
export type Act =
  | { do: "send"; message: PhoneMessage; quoting: boolean }
  | { do: "tap"; choice: string }
  | { do: "react"; emoji: string }
  | { do: "edit"; text: string }
  | { do: "delete" }
  | { do: "look" }
  | { do: "phone"; device: "online" | "offline" }
  | { do: "block" }
  | { do: "lose_next_answer" }
  | { do: "reply"; by: AgentName; text: string }
  /** an internal note; `to`: who is mentioned first in it */
  | { do: "note"; by: AgentName; to: AgentName; text: string }
  | { do: "status"; by: AgentName; status: "open" | "pending" | "resolved" | "closed" }
  | { do: "forward"; by: AgentName; team: TeamKey; reason: string }
  | { do: "assign"; by: AgentName; to: AgentName | null }
  | { do: "return_to_bot"; by: AgentName }
  | { do: "read"; by: AgentName }
  /** registers the customer by the name of their profile */
  | { do: "name"; by: AgentName }
  /** labels of the company; one that is not there yet is made */
  | { do: "label"; by: AgentName; labels: readonly LabelName[] }
  /** the same labels, on the person */
  | { do: "label_contact"; by: AgentName; labels: readonly LabelName[] }
  | { do: "prioritise"; by: AgentName; priority: 1 | 2 | 3 | 4 }
  /** put aside for so many hours */
  | { do: "snooze"; by: AgentName; hours: number }
  | OpensTicket
  /** to be sent in so many hours, unless the customer writes before */
  | { do: "schedule"; by: AgentName; hours: number; text: string };

/** Minutes since the scene began, and what happens then. */
export type Step = readonly [minute: number, act: Act];
export type Scene = {
  person: Person;
  /** when it begins, in minutes before the story's end, which is now */
  ago: number;
  steps: readonly Step[];
};

export const HOUR = 60;
export const DAY = 24 * HOUR;

export const scene = (person: Person, ago: number, ...steps: (Step | readonly Step[])[]): Scene => ({
  person,
  ago,
  steps: steps.flatMap((entry) => (isStep(entry) ? [entry] : entry)),
});
const isStep = (entry: Step | readonly Step[]): entry is Step => typeof entry[0] === "number";

/** "oi" and the taps through the bot's menus; the last answer comes in the minute of the last tap. */
export const asks = (first: string, ...taps: string[]): Step[] => [
  [0, writes(first)],
  ...taps.map((choice, index): Step => [index + 1, { do: "tap", choice }]),
];

export const sends = (message: PhoneMessage): Act => ({ do: "send", message, quoting: false });
export const writes = (text: string): Act => sends({ type: "text", text });
/** answers the company's last message by quoting it */
export const quotes = (text: string): Act => ({
  do: "send",
  message: { type: "text", text },
  quoting: true,
});
export const replies = (by: AgentName, text: string): Act => ({ do: "reply", by, text });
export const notes = (by: AgentName, to: AgentName, text: string): Act => ({ do: "note", by, to, text });
export const puts = (by: AgentName, status: "open" | "pending" | "resolved" | "closed"): Act => ({
  do: "status",
  by,
  status,
});
export const forwards = (by: AgentName, team: TeamKey, reason: string): Act => ({
  do: "forward",
  by,
  team,
  reason,
});
export const names = (by: AgentName): Act => ({ do: "name", by });
export const labels = (by: AgentName, ...names: LabelName[]): Act => ({ do: "label", by, labels: names });
export const labelsContact = (by: AgentName, ...names: LabelName[]): Act => ({
  do: "label_contact",
  by,
  labels: names,
});
export const prioritises = (by: AgentName, priority: 1 | 2 | 3 | 4): Act => ({
  do: "prioritise",
  by,
  priority,
});
export const snoozes = (by: AgentName, hours: number): Act => ({ do: "snooze", by, hours });
export const schedules = (by: AgentName, hours: number, text: string): Act => ({
  do: "schedule",
  by,
  hours,
  text,
});
export const opens = (by: AgentName, ticket: Omit<OpensTicket, "do" | "by">): Act => ({
  do: "ticket",
  by,
  ...ticket,
});
export const looks: Act = { do: "look" };

/** A picture drawn for the demo, from the folder `media`. */
export const picture = (file: string, caption?: string): Act =>
  sends({
    type: "image",
    media: {
      base64: readFileSync(join(import.meta.dirname, "media", file)).toString("base64"),
      mimeType: "image/jpeg",
      ...(caption === undefined ? {} : { caption }),
    },
  });
export const voiceNote = sends({ type: "audio" });
