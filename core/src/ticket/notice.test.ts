import { describe, expect, it } from "vitest";
import { templatesByKey } from "../template/behind.ts";
import { context, NOW, off, on, state } from "../testing/desk.ts";
import { HOUR } from "../testing/guide-bot.ts";
import { templateOf } from "../testing/templates.ts";
import { noticeOf, noticeProblems, tellStatus, type TicketNotice } from "./notice.ts";

const notice = (more: Partial<TicketNotice> = {}): TicketNotice => ({
  statusId: "lab",
  ...on("{{chamado}} {{chamado.titulo}}: {{chamado.status}} ({{chamado.atendente|equipe}})"),
  ...more,
});
const ticket = { number: 42, title: "Geladeira", status: "No laboratório", agent: null };
const tell = (
  wanted: TicketNotice,
  { at = state(), around = context(), agent = null as string | null } = {},
): ReturnType<typeof tellStatus> => tellStatus(wanted, { ...ticket, agent }, at, around, NOW, "t1:3");

describe("a notice of a status", () => {
  it("is the one that is switched on and says something", () => {
    const all = [
      notice(),
      notice({ statusId: "off", ...off("Oi") }),
      notice({ statusId: "empty", text: " " }),
    ];
    expect(["lab", "off", "empty", "none"].map((id) => noticeOf(all, id)?.statusId ?? null)).toEqual([
      "lab",
      null,
      null,
      null,
    ]);
  });

  it("says the ticket's words, once for each change, and leaves the conversation's word where it is", () => {
    const before = state({ status: "resolved" });
    expect(tell(notice(), { at: before, agent: "Ana" })).toEqual({
      told: true,
      state: { ...before, lastInteractionAt: NOW },
      effects: [
        {
          type: "send",
          author: "system",
          agentId: null,
          triggerId: null,
          content: { type: "text", body: "#42 Geladeira: No laboratório (Ana)" },
          occurrenceKey: "c1:ticket_status:t1:3",
        },
      ],
    });
    expect(tell(notice())).toMatchObject({
      effects: [{ content: { body: "#42 Geladeira: No laboratório (equipe)" } }],
    });
  });

  const late = state({ windowClosesAt: NOW - HOUR });
  const template = { name: "status", language: "pt_BR", values: { "body.1": "{{chamado}}" } };
  it("is said by the template behind it once the window is closed", () => {
    const around = context({
      templates: templatesByKey([templateOf({ name: "status", body: "Chamado {{1}}" })]),
    });
    expect(tell(notice({ template }), { at: late, around })).toMatchObject({
      effects: [{ content: { type: "template", name: "status", body: "Chamado #42" } }],
    });
  });
  it.each([
    [
      "the contact is blocked",
      {},
      { around: context({ contact: { name: null, blocked: true } }) },
      "contact_blocked",
    ],
    ["the conversation is over", {}, { at: state({ status: "closed" }) }, "conversation_closed"],
    ["the window is closed", {}, { at: late }, "service_window_closed"],
    ["the template is gone", { template }, { at: late }, "template_missing"],
  ])("tells why nothing is said: %s", (_name, more, place, code) => {
    expect(tell(notice(more), place)).toMatchObject({ told: false, why: { code } });
  });

  it.each([
    ["what is fine", notice(), []],
    ["what is off and empty", { ...notice(), ...off("") }, []],
    ["what is on and empty", notice({ text: " " }), ["text required"]],
    ["what nobody may be", notice({ text: "{{chamado.atendente}}" }), ["text fallback_missing"]],
    ["what is no variable", notice({ text: "{{preco}}" }), ["text unknown_variable"]],
    ["what is too long", notice({ text: "x".repeat(4090) + "{{chamado.titulo}}" }), ["text too_long"]],
    [
      "what stands in a template",
      notice({ template: { ...template, values: { "body.1": "{{contato.nome}}" } } }),
      ["template.values.body.1 fallback_missing"],
    ],
  ])("is judged: %s", (_name, wanted, expected) => {
    expect(noticeProblems([wanted]).map(({ path, code }) => `${path} ${code}`)).toEqual(
      expected.map((one) => `notices.0.${one}`),
    );
  });
});
