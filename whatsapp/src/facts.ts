/**
 * What a webhook delivery says, as plain data. The parser turns bytes into these; nothing else in Balcão reads Meta's JSON.
 *
 * Times are epoch milliseconds. Ids are Meta's strings, opaque. `raw` is the JSON element the fact was read from,
 * kept so that what we do not understand can still be shown and replayed.
 */

/** Who a message or status is about. Every part may be missing (wire facts, section 6.3). */
export type WireIdentity = {
  /** Phone account id, digits only, verbatim as Meta wrote it (12 or 13 digits in Brazil). */
  waId: string | null;
  /** Business-scoped user id, e.g. "BR.7001002003004005". */
  bsuid: string | null;
  parentBsuid: string | null;
  username: string | null;
  profileName: string | null;
};

export type WireMedia = {
  kind: "image" | "video" | "audio" | "document" | "sticker";
  mediaId: string;
  mimeType: string | null;
  /** base64, as in webhooks */
  sha256: string | null;
  caption: string | null;
  fileName: string | null;
  voice: boolean;
  animated: boolean;
};

export type WireContactCard = {
  name: string;
  phones: { phone: string; waId: string | null; type: string | null }[];
  emails: string[];
  organisation: string | null;
  /** true only when the person tapped our "share contact info" button: then the number is proven to be theirs */
  requested: boolean;
};

export type WireContent =
  | { type: "text"; body: string }
  | ({ type: "media" } & WireMedia)
  | {
      type: "location";
      latitude: number;
      longitude: number;
      name: string | null;
      address: string | null;
      url: string | null;
    }
  | { type: "contacts"; cards: WireContactCard[] }
  /** A tap: template quick reply, reply button or list row. `id` is the payload/id, `title` what the person saw. */
  | {
      type: "reply";
      source: "button" | "button_reply" | "list_reply";
      id: string;
      title: string;
      description: string | null;
    }
  /** May the business call? `until` in epoch ms, null = for ever or untold; `automatic`: WhatsApp's own doing. */
  | { type: "call_permission"; allowed: boolean; until: number | null; automatic: boolean }
  | { type: "form"; name: string | null; body: string | null; responseJson: string }
  | {
      type: "order";
      catalogId: string | null;
      text: string | null;
      items: { productId: string; quantity: number; price: number | null; currency: string | null }[];
    }
  /** emoji null = reaction removed */
  | { type: "reaction"; targetWamid: string; emoji: string | null }
  | { type: "edit"; targetWamid: string; body: string | null }
  | { type: "revoke"; targetWamid: string }
  | {
      type: "system";
      event: "number_changed" | "user_id_changed" | "identity_changed" | "other";
      body: string | null;
      newWaId: string | null;
      newBsuid: string | null;
      previousBsuid: string | null;
      newParentBsuid: string | null;
      previousParentBsuid: string | null;
    }
  | { type: "welcome_request" }
  /** A call of the customer's. `seconds`: how long it lasted; null = nobody took it, as far as we know. */
  | { type: "call"; seconds: number | null }
  /** Known to be unsupported by the API, or a shape we do not know: shown as a labelled placeholder, raw kept. */
  | {
      type: "unsupported";
      wireType: string;
      subtype: string | null;
      errorCode: number | null;
      detail: string | null;
    };

export type WireError = {
  code: number;
  title: string | null;
  message: string | null;
  details: string | null;
};

export type MessageFact = {
  kind: "message";
  phoneNumberId: string;
  wamid: string;
  at: number;
  /** The sender, with at least a phone or a BSUID. For a system notice of a changed number or id: the OLD ids. */
  from: WireIdentity;
  groupId: string | null;
  content: WireContent;
  /** wamid of the quoted message, when it is a reply */
  quotedWamid: string | null;
  forwarded: "no" | "once" | "many";
  /** click-to-WhatsApp ad data, as received */
  referral: Record<string, unknown> | null;
  /** the catalogue product a "message business" tap came from */
  product: { catalogId: string | null; productId: string | null } | null;
  errors: WireError[];
  /**
   * Absent = it has just been written, to us. `past`: from the history of the WhatsApp Business app. `observed`: somebody else has the
   * word (standby), we only read along.
   */
  standing?: "past" | "observed";
  /** what became of one of ours in the app's history; absent elsewhere */
  pastStatus?: WireStatus;
  raw: unknown;
};

export type WireStatus = "sent" | "delivered" | "read" | "played" | "failed";

export type StatusFact = {
  kind: "status";
  phoneNumberId: string;
  wamid: string;
  status: WireStatus;
  at: number;
  /** For a group message this is the participant; the group stands in `groupId`. */
  recipient: WireIdentity;
  groupId: string | null;
  /** echo of biz_opaque_callback_data: our own message id, when Meta sends it back */
  opaque: string | null;
  errors: WireError[];
  pricing: { type: string | null; category: string | null; model: string | null } | null;
  raw: unknown;
};

/** A message typed by a person in the WhatsApp Business app on a coexistence number. Never answered by the bot. */
export type EchoFact = Omit<MessageFact, "kind" | "from"> & { kind: "echo"; to: WireIdentity };

/**
 * Account, number, template, preference, call and history notices: kept, handled where a module knows the field.
 * What is neither message nor known status inside field `messages` (account errors, call
 * statuses, statuses we do not know) comes as a `value` object holding only that item.
 */
export type NoticeFact = {
  kind: "notice";
  phoneNumberId: string | null;
  wabaId: string | null;
  field: string;
  /** `entry.time`: there on account, template and number fields */
  at: number | null;
  value: unknown;
};

/** An item inside a delivery that could not be read: kept with the reason; its neighbours go on. */
export type UnreadableFact = {
  kind: "unreadable";
  phoneNumberId: string | null;
  field: string | null;
  reason: string;
  raw: unknown;
};

export type Fact = MessageFact | StatusFact | EchoFact | NoticeFact | UnreadableFact;

/** The whole delivery: facts in the order written, or the reason why the bytes are not a delivery at all. */
export type ParsedDelivery = { ok: true; facts: Fact[] } | { ok: false; reason: string };
