import { KEY, act, admins, agents, batch, command, overseers, type Body, type Rule } from "./access-rule.ts";
import { LATER } from "./access-filling.ts";
const TEMPLATE: Body = { name: "$templateName", language: "pt_BR", values: {} };
const NARROW = { team: "$team", agent: "$agent", category: "$category", type: "$type", label: "$label" };

/** Conversations, contacts and tickets. */
export const DESK: Record<string, Rule> = {
  // conversations
  "GET /api/conversations": agents({
    query: { tab: "all", team: "$team", label: "$label", agent: "$agent", contact: "$contact" },
  }),
  "GET /api/conversations/counts": agents({ query: { team: "$team" } }),
  "POST /api/conversations": agents({
    bodies: [
      command({ channelId: "$channel", to: { contactId: "$contact" }, teamId: "$team", template: TEMPLATE }),
    ],
  }),
  "POST /api/conversations/acts": agents({
    bodies: batch(
      "$conversation",
      { type: "assign", agentId: "$agent" },
      { type: "forward", teamId: "$team", agentId: "$agent" },
      { type: "labels", add: ["$label"], remove: ["$label"] },
    ),
  }),
  "GET /api/conversations/:conversation": agents(),
  "GET /api/conversations/:conversation/thread": agents({ query: { around: "$message" } }),
  "POST /api/conversations/:conversation/messages": agents({
    bodies: [command({ text: "oi", quotedMessageId: "$message" })],
  }),
  "POST /api/conversations/:conversation/composed": agents({
    bodies: [
      command({ content: { type: "menu", body: "oi", options: ["a", "b"] }, quotedMessageId: "$message" }),
    ],
  }),
  "POST /api/conversations/:conversation/template": agents({
    bodies: [command({ ...TEMPLATE, quotedMessageId: "$message" })],
  }),
  "POST /api/conversations/:conversation/files": agents({
    form: { key: KEY, kind: "document", quotedMessageId: "$message" },
  }),
  "POST /api/conversations/:conversation/status": agents({ bodies: [command({ status: "closed" })] }),
  "POST /api/conversations/:conversation/assign": agents({ bodies: [command({ agentId: "$agent" })] }),
  "POST /api/conversations/:conversation/forward": agents({
    bodies: [command({ teamId: "$team", agentId: "$agent" })],
  }),
  "POST /api/conversations/:conversation/return-to-bot": agents({ bodies: [command()] }),
  "POST /api/conversations/:conversation/accept": agents({ bodies: [command()] }),
  "POST /api/conversations/:conversation/block": agents({ bodies: [command({ blocked: true })] }),
  "POST /api/conversations/:conversation/read": agents({ bodies: [command()] }),
  "POST /api/conversations/:otherConversation/messages/:failedMessage/retry": agents({ bodies: [command()] }),
  "POST /api/conversations/:conversation/messages/:message/reaction": agents({
    bodies: [command({ emoji: "👍" })],
  }),
  "GET /api/conversations/:conversation/notes": agents(),
  "GET /api/conversations/:conversation/readers": agents(),
  "POST /api/conversations/:conversation/notes": agents({ bodies: [command({ text: "oi" })] }),
  "PATCH /api/notes/:note": agents({
    bodies: [{ text: "Outro" }],
    does: "administrators",
    refusal: "409 note_not_yours",
  }),
  "DELETE /api/notes/:note": agents({ does: "administrators", refusal: "409 note_not_yours" }),
  "GET /api/mentions": agents(),
  "POST /api/mentions/read": agents({ bodies: [{ noteIds: ["$note"] }] }),
  "GET /api/drafts": agents(),
  "PUT /api/conversations/:conversation/draft": agents({
    bodies: [{ mode: "reply", text: "oi", quotedMessageId: "$message", at: 2 }],
  }),
  "GET /api/scheduled": agents(),
  "GET /api/conversations/:conversation/scheduled": agents(),
  "POST /api/conversations/:conversation/scheduled": agents({
    bodies: [command({ at: LATER, content: { type: "text", text: "oi" }, quotedMessageId: "$message" })],
  }),
  "POST /api/conversations/:conversation/scheduled/files": agents({
    form: { key: KEY, kind: "document", at: LATER, quotedMessageId: "$message" },
  }),
  "GET /api/conversations/:conversation/scheduled/:scheduledFile/file": agents(),
  "POST /api/conversations/:conversation/scheduled/:scheduled/move": agents({
    bodies: [command({ at: LATER })],
  }),
  "POST /api/conversations/:conversation/scheduled/:scheduled/send": agents({ bodies: [command()] }),
  "POST /api/conversations/:conversation/scheduled/:scheduled/cancel": agents({ bodies: [command()] }),
  "GET /api/conversations/:conversation/transcript": agents({ query: { messages: "$message" } }),
  "POST /api/conversations/:conversation/transcript": agents({
    bodies: [command({ messages: ["$message"] })],
  }),
  "GET /api/conversations/:conversation/tickets": agents(),
  "GET /api/conversations/:conversation/costs": overseers(),
  "GET /api/messages/search": agents({ query: { q: "oi", team: "$team" }, compares: ["cursor"] }),
  "GET /api/messages/:botMessage/trace": agents(),
  "GET /api/messages/:message/raw": admins({ gives: 404 }),
  "GET /api/interactive/used": agents(),
  "GET /api/media/:media": agents(),

  // contacts
  "GET /api/contacts": agents({ query: { label: "$label", organisation: "$organisation" } }),
  "POST /api/contacts": agents({ bodies: [{ phone: "11987654321", name: "Outro" }] }),
  "GET /api/contacts/export": overseers({ query: { label: "$label", organisation: "$organisation" } }),
  "GET /api/contacts/:contact": agents(),
  "PATCH /api/contacts/:contact": agents({ bodies: [{ name: "Outro" }] }),
  "PUT /api/contacts/:contact/value": agents({ bodies: [{ fieldId: "$field", value: "x", was: null }] }),
  "PUT /api/contacts/:contact/email": agents({ bodies: [{ address: "outro@example.com", was: null }] }),
  "PUT /api/contacts/:contact/organisation": agents({
    bodies: [{ organisationId: "$organisation", was: null }],
    compares: ["was"],
  }),
  "PUT /api/contacts/:contact/labels": agents({ bodies: [{ add: ["$label"], remove: ["$label"] }] }),
  "POST /api/contacts/:contact/choices": agents({
    bodies: [{ kind: "marketing", stopped: true, reason: "Pediu por telefone" }],
  }),
  "POST /api/contacts/:contact/notes": agents({ bodies: [command({ text: "Outro" })] }),
  "POST /api/contacts/:contact/merge": agents({
    bodies: [command({ otherId: "$otherContact", cause: "x" })],
  }),
  "PATCH /api/contact-notes/:contactNote": agents({ bodies: [{ text: "Outro" }], does: "administrators" }),
  "DELETE /api/contact-notes/:contactNote": agents({ does: "overseers" }),
  "POST /api/contact-merges/:merge/undo": agents({ does: "overseers" }),
  "GET /api/contact-imports": overseers(),
  "POST /api/contact-imports": overseers({
    form: { key: KEY, locale: "en", mapping: '["phone"]', existing: "skip", fileName: "a.csv" },
  }),
  "POST /api/contact-imports/preview": overseers({ form: { locale: "en" } }),
  "GET /api/contact-imports/:import": overseers(),
  "GET /api/contact-imports/:import/faults": overseers(),
  "GET /api/organisations": agents(),
  "POST /api/organisations": agents({ bodies: [{ name: "Outra", domain: "", notes: "" }] }),
  "GET /api/organisations/:organisation": agents(),
  "PUT /api/organisations/:organisation": agents({
    bodies: [{ name: "Outra", domain: "", notes: "", version: 1 }],
  }),
  "DELETE /api/organisations/:organisation": overseers({
    bodies: [{ version: 1, moveTo: "$otherOrganisation" }],
  }),

  // tickets
  "GET /api/tickets": agents({
    query: { status: "$status", ...NARROW, contact: "$contact", organisation: "$organisation" },
  }),
  "GET /api/tickets/board": agents({ query: NARROW }),
  "GET /api/tickets/counts": agents({ query: NARROW }),
  "GET /api/tickets/by-number/:ticketNumber": agents(),
  "POST /api/tickets": agents({
    bodies: [
      command({
        conversationId: "$conversation",
        messageIds: ["$lastMessage"],
        title: "x",
        teamId: "$team",
        agentId: "$agent",
        categoryId: "$category",
        typeId: "$type",
        labelIds: ["$label"],
        fields: { $ticketField: "x" },
      }),
    ],
  }),
  "POST /api/tickets/acts": agents({
    bodies: batch(
      "$ticket",
      { type: "status", statusId: "$status" },
      { type: "assign", agentId: "$agent" },
      { type: "move", teamId: "$team" },
    ),
  }),
  "GET /api/tickets/:ticket": agents(),
  "GET /api/tickets/:ticket/activity": agents(),
  "GET /api/tickets/:ticket/reaches": agents(),
  "POST /api/tickets/:ticket/acts": agents({
    bodies: act(
      { type: "status", statusId: "$status" },
      { type: "assign", agentId: "$agent" },
      { type: "move", teamId: "$team" },
      { type: "category", categoryId: "$category" },
      { type: "kind", typeId: "$type" },
      { type: "field", fieldId: "$ticketField", value: "x", was: null },
      { type: "labels", add: ["$label"], remove: ["$label"] },
      { type: "followers", add: ["$agent"], remove: ["$agent"] },
    ),
  }),
  "POST /api/tickets/:ticket/messages": agents({
    bodies: [command({ conversationId: "$conversation", messageIds: ["$lastMessage"] })],
  }),
  "POST /api/tickets/:ticket/unlink": agents({ bodies: [command({ messageIds: ["$message"] })] }),
  "POST /api/tickets/:ticket/comments": agents({
    bodies: [
      command({ text: "oi", public: true, send: { conversationId: "$conversation", template: null } }),
    ],
  }),
  "POST /api/tickets/:ticket/relate": agents({ bodies: [command({ number: "~otherNumber" })] }),
  "POST /api/tickets/:ticket/unrelate": agents({ bodies: [command({ ticketId: "$otherTicket" })] }),
  "POST /api/tickets/:ticket/merge": agents({ bodies: [command({ into: "~otherNumber" })] }),
  "POST /api/tickets/:ticket/clone": agents({ bodies: [command()] }),
  "POST /api/tickets/:ticket/files": agents({ form: { key: KEY } }),
  "GET /api/tickets/:ticket/files/:ticketFile": agents(),
  "POST /api/tickets/:ticket/files/:ticketFile/remove": agents({ bodies: [command()], does: "overseers" }),
  "GET /api/tickets/:ticket/media/:media": agents(),
  "POST /api/ticket-uploads": agents({ form: {} }),
  "GET /api/ticket-choices": agents(),
  "POST /api/ticket-statuses": admins({ bodies: [{ name: "Outro", color: "#112233", stage: "open" }] }),
  "PUT /api/ticket-statuses/order": admins({ bodies: [{ ids: ["$status"] }], gives: 409 }),
  "PUT /api/ticket-statuses/:status": admins({
    bodies: [{ name: "Outro", color: "#112233", active: true, version: 1 }],
  }),
  "POST /api/ticket-categories": admins({ bodies: [{ name: "Outra", parentId: "$category" }] }),
  "PUT /api/ticket-categories/order": admins({ bodies: [{ ids: ["$category"] }], gives: 409 }),
  "PUT /api/ticket-categories/:category": admins({
    bodies: [{ name: "Outra", parentId: "$otherCategory", active: true, version: 1 }],
  }),
  "POST /api/ticket-types": admins({ bodies: [{ name: "Outro" }] }),
  "PUT /api/ticket-types/order": admins({ bodies: [{ ids: ["$type"] }], gives: 409 }),
  "PUT /api/ticket-types/:type": admins({ bodies: [{ name: "Outro", active: true, version: 1 }] }),
};
