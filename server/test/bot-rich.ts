import type { BotFile } from "@balcao/api";
import { expect } from "vitest";
import { says, type BotDesk } from "./bot-world.ts";

/** Everything that speaks by itself is switched on, and doors close at night. */
export async function configureRich(desk: BotDesk): Promise<void> {
  const {
    updatedAt: _at,
    holidays: _days,
    ...known
  } = (await desk.ask("GET", "/api/settings/whatsapp")).body;
  const texts = known["autoMessages"] as Record<string, { text: string }>;
  const on = Object.entries(texts).map(([kind, { text }]) => [kind, { enabled: true, text }]);
  const office = { days: Array.from({ length: 7 }, () => [{ from: 540, to: 1080 }]) };
  const change = { autoMessages: Object.fromEntries(on), businessHours: office, inactivityHours: 6 };
  expect((await desk.ask("PUT", "/api/settings/whatsapp", { ...known, ...change })).status).toBe(200);
}

/** The guide's bot with one of everything it lacks: a list, numbered lines, silences, "any team but", contained words. */
export async function publishRich(desk: BotDesk): Promise<void> {
  const file = (await desk.ask("GET", "/api/bot/file")).body as unknown as BotFile;
  const days = ["Segunda", "Terça", "Quarta", "Quinta", "Sexta"];
  const plain = { idle: null, expectedReply: null, active: true, fires: "on_message" as const };
  const is = (team: string) => ({ operator: "is" as const, team });
  const more: BotFile["triggers"] = [
    {
      ...plain,
      description: "Dia",
      team: is("Principal"),
      expectedReply: [{ word: "dia", match: "contains" }],
      action: says("Em {{equipe.nome}}, qual dia?", days),
    },
    {
      ...plain,
      description: "Um dia",
      team: is("Principal"),
      expectedReply: days,
      action: says("Anotado. {{saudacao}}!"),
    },
    {
      ...plain,
      description: "Muitas",
      team: is("Suporte"),
      expectedReply: ["opções"],
      action: says("Escolha:", [
        "Entrega",
        "Troca",
        "Atendimento",
        "Uma opção comprida demais para uma lista",
      ]),
    },
    {
      ...plain,
      description: "Comprida",
      team: is("Suporte"),
      expectedReply: ["Uma opção comprida demais para uma lista"],
      action: { type: "hand_over", team: "Comercial" },
    },
    {
      ...plain,
      description: "Voltar",
      team: { operator: "is_not", team: "Principal" },
      expectedReply: ["voltar"],
      action: { type: "hand_over", team: "Principal" },
    },
    {
      ...plain,
      description: "De volta",
      team: is("Principal"),
      fires: "on_entry",
      action: says("De volta. E agora?", ["Comercial", "Suporte"]),
    },
    {
      ...plain,
      description: "Sumiu",
      team: is("Principal"),
      fires: "on_silence",
      idle: { operator: "greater_than", hours: 2 },
      action: says("Ainda está aí?"),
    },
    {
      ...plain,
      description: "Sumiu mesmo",
      team: is("Comercial"),
      fires: "on_silence",
      idle: { operator: "greater_than", hours: 3 },
      action: { type: "hand_over", team: "Suporte" },
    },
  ];
  const reply = await desk.ask("POST", "/api/bot/file", {
    file: { ...file, triggers: [...file.triggers, ...more] },
    teams: {},
  });
  expect(reply.body.fields ?? reply.status).toBe(200);
  const published = await desk.ask("POST", "/api/bot/publish", { note: "", acceptWarnings: true });
  expect(published.body["data"] ?? published.status).toBe(200);
}
