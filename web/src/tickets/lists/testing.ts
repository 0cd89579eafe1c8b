import type { TicketRow } from "@balcao/api";

/** A ticket as a list shows it, for tests. */
export const ticketRow = (changes: Partial<TicketRow> = {}): TicketRow => ({
  id: "00000000-0000-7000-8000-000000000001",
  number: 1,
  title: "Boleto não abre",
  statusId: "new",
  stage: "open",
  priority: 0,
  teamId: "t1",
  agentId: null,
  categoryId: null,
  typeId: null,
  dueAt: null,
  sla: null,
  labelIds: [],
  requester: { id: "p1", name: "Maria", profileName: null, username: null, phone: null, blocked: false },
  organisation: null,
  createdAt: "2026-11-26T09:00:00.000Z",
  updatedAt: "2026-11-26T09:00:00.000Z",
  version: 1,
  ...changes,
});
