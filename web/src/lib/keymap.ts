/** Where a key works. `global`, `list` and `conversation` are heard together; the others take the keyboard for themselves. */
export type KeyPlace =
  | "global"
  | "list"
  | "selected"
  | "conversation"
  | "messages"
  | "chosen"
  | "composer"
  | "settings"
  | "tickets"
  | "contacts"
  | "ticket"
  | "ticketsChosen"
  | "triggers";

/**
 * Every key of the desk, once: what it starts, in tinykeys' notation ("e", "Shift+e", "g c", "$mod+k"), and where. The
 * catalogue `keys` names each; "?" lists them all. Places that are not listened to by `useKeys` hear theirs while the keyboard is in them.
 */
export const KEYMAP = {
  palette: ["$mod+k", "global"],
  sheet: ["[Shift]+?", "global"],
  search: ["[Shift]+/", "global"],
  goConversations: ["g c", "global"],
  goMentions: ["g m", "global"],
  goScheduled: ["g a", "global"],
  goTickets: ["g t", "global"],
  goContacts: ["g p", "global"],
  goReports: ["g r", "global"],
  goSettings: ["g s", "global"],
  toasts: ["F6", "global"],
  leave: ["Escape", "global"],

  next: ["j", "list"],
  previous: ["k", "list"],
  walkList: ["ArrowDown", "list"],
  openRow: ["Enter", "list"],
  select: ["x", "list"],
  extendDown: ["Shift+j", "list"],
  extendUp: ["Shift+k", "list"],
  unread: ["u", "list"],
  labels: ["l", "list"],
  snooze: ["z", "list"],
  priority: ["Shift+p", "list"],
  begin: ["Shift+n", "list"],
  tab1: ["1", "list"],
  tab2: ["2", "list"],
  tab3: ["3", "list"],
  tab4: ["4", "list"],
  tab5: ["5", "list"],

  bulkResolve: ["e", "selected"],
  bulkPending: ["p", "selected"],
  bulkForward: ["f", "selected"],
  bulkTake: ["a", "selected"],
  bulkLabels: ["l", "selected"],
  bulkPriority: ["Shift+p", "selected"],
  bulkSnooze: ["z", "selected"],
  bulkUnread: ["u", "selected"],
  bulkClear: ["Escape", "selected"],

  reply: ["r", "conversation"],
  note: ["n", "conversation"],
  resolve: ["e", "conversation"],
  resolveNext: ["Shift+e", "conversation"],
  pending: ["p", "conversation"],
  forward: ["f", "conversation"],
  take: ["a", "conversation"],
  template: ["m", "conversation"],
  scheduled: ["s", "conversation"],
  linkMessages: ["t", "conversation"],
  createTicket: ["Shift+t", "conversation"],
  history: ["h", "conversation"],
  panel: ["i", "conversation"],

  walkMessages: ["ArrowUp", "messages"],
  choose: ["Space", "messages"],
  chooseOn: ["Shift+ArrowUp", "messages"],
  quote: ["r", "messages"],
  react: ["+", "messages"],
  copy: ["c", "messages"],
  lastMessage: ["End", "messages"],

  chosenCopy: ["c", "chosen"],
  chosenClear: ["Escape", "chosen"],

  send: ["Enter", "composer"],
  newLine: ["Shift+Enter", "composer"],
  sendLater: ["$mod+Shift+Enter", "composer"],
  bold: ["$mod+b", "composer"],
  italic: ["$mod+i", "composer"],
  strike: ["$mod+Shift+x", "composer"],
  attach: ["$mod+u", "composer"],
  quickReply: ["/", "composer"],
  mention: ["@", "composer"],
  emoji: [":", "composer"],
  toMessages: ["ArrowUp", "composer"],

  settingsSearch: ["[Shift]+/", "settings"],
  save: ["$mod+s", "settings"],
  saveByEnter: ["$mod+Enter", "settings"],

  ticketNext: ["j", "tickets"],
  ticketPrevious: ["k", "tickets"],
  ticketOpen: ["Enter", "tickets"],
  ticketChoose: ["x", "tickets"],
  ticketChooseDown: ["Shift+j", "tickets"],
  ticketChooseUp: ["Shift+k", "tickets"],
  ticketMove: ["m", "tickets"],
  ticketMoveRight: ["Shift+ArrowRight", "tickets"],
  ticketMoveLeft: ["Shift+ArrowLeft", "tickets"],
  ticketStatus: ["s", "ticketsChosen"],
  ticketsTake: ["a", "ticketsChosen"],
  ticketUnchoose: ["Escape", "ticketsChosen"],

  ticketComment: ["n", "ticket"],
  ticketTake: ["a", "ticket"],
  ticketClose: ["e", "ticket"],
  ticketLabels: ["l", "ticket"],
  ticketEdit: ["d", "ticket"],

  contactNext: ["j", "contacts"],
  contactPrevious: ["k", "contacts"],
  contactOpen: ["Enter", "contacts"],

  triggerNew: ["n", "triggers"],
  triggerNext: ["j", "triggers"],
  triggerPrevious: ["k", "triggers"],
  undo: ["$mod+z", "triggers"],
  redo: ["$mod+Shift+z", "triggers"],
} as const satisfies Record<string, readonly [keys: string, place: KeyPlace]>;

export type KeyId = keyof typeof KEYMAP;
