import {
  encodeLikeMeta,
  isSignatureValid,
  numberNews,
  parseDelivery,
  signBody,
  type Fact,
} from "@balcao/whatsapp";
import { describe, expect, it } from "vitest";
import { marketingNews, syncedPeople, templateNews } from "../src/modules/channels/index.ts";
import { deliveryOf } from "../src/modules/channels/webhook.ts";
import { contentOf, opensWindow } from "../src/modules/conversations/content-of.ts";
import { changesMessage } from "../src/modules/conversations/facts.incoming.ts";
import { NUMBER, type Example } from "./webhook-corpus-parts.ts";
import { EXAMPLES } from "./webhook-corpus.ts";
import { fuzzed, SEED } from "./webhook-fuzz-world.ts";

const SECRET = "sim-secret";
const CHANNEL = { accountId: "a", id: "c", lane: 0, phoneNumberId: NUMBER };
const SIBLINGS = new Map([[NUMBER, CHANNEL]]);

/** A fact in a line: its kind, and what tells it from others of the kind. */
function lineOf(fact: Fact): string {
  if (fact.kind === "notice") return `notice ${fact.field}`;
  if (fact.kind === "status") return `status ${fact.status}`;
  if (fact.kind === "unreadable") return `unreadable ${fact.reason}`;
  const { content } = fact;
  const detail =
    content.type === "media"
      ? ` ${content.kind}`
      : content.type === "system"
        ? ` ${content.event}`
        : content.type === "unsupported"
          ? ` ${content.wireType}`
          : "";
  return `${fact.kind} ${content.type}${detail}`;
}
const bytesOf = ({ field, value }: Pick<Example, "field" | "value">): Buffer =>
  Buffer.from(
    encodeLikeMeta({
      object: "whatsapp_business_account",
      entry: [{ id: "300100200300400", changes: [{ field, value }] }],
    }),
  );

describe("the examples of the wire facts", () => {
  it.each(EXAMPLES.map((example) => [`${example.field}: ${example.name}`, example] as const))(
    "%s",
    (_name, example) => {
      const parsed = parseDelivery(bytesOf(example));
      expect(parsed.ok && parsed.facts.map(lineOf)).toEqual(example.tells);
    },
  );

  it("there is one of every field a help desk meets (section 3.1)", () => {
    const fields = [
      "messages message_template_status_update template_category_update message_template_quality_update",
      "message_template_components_update template_correct_category_detection phone_number_quality_update",
      "phone_number_name_update account_update account_alerts account_review_update business_capability_update",
      "business_status_update security user_preferences business_username_update history smb_message_echoes",
      "smb_app_state_sync calls flows group_lifecycle_update group_participants_update group_settings_update",
      "group_status_update messaging_handovers standby user_id_update message_echoes",
      "payment_configuration_update partner_solutions automatic_events tracking_events",
    ].flatMap((line) => line.split(" "));
    expect(fields.filter((field) => !EXAMPLES.some((example) => example.field === field))).toEqual([]);
  });
});

/** Notices that nothing of the product follows from. */
const KEPT_ONLY = [
  "history: history declined",
  "messaging_handovers: the word goes over",
  "group_lifecycle_update: group",
  "group_participants_update: members",
  "group_settings_update: settings",
  "group_status_update: state",
  "flows: flow",
  "flows: endpoint ails",
  "business_username_update: username",
  "business_username_update: username deleted",
  "business_status_update: business",
  "payment_configuration_update: payments",
  "partner_solutions: partners",
  "automatic_events: automatic event",
  "tracking_events: link clicked",
  "a_field_of_tomorrow: unknown field",
  "account_update: volume_based_pricing_tier_update",
  "account_update: business_primary_location_country_update",
  "account_update: ad_account_linked",
  "account_update: auth_intl_price_eligibility_update",
  "account_update: mm_lite_terms_signed",
  "account_update: partner_client_certification_status_update",
  "account_review_update: review pending",
  "account_review_update: review deferred",
  "smb_app_state_sync: taken off the app's list",
  "calls: call of ours",
  "calls: status of a call",
  "calls: call ringing",
  "calls: call accepted",
  "calls: call begins",
  "messages: of a call",
  "messages: changed id that names nobody",
  "messages: the empty envelope",
  "messages: deleted",
  "messages: warning of old",
];

/** Who reads a notice; none = it is kept, and shown in the raw ledger. */
function readersOf(fact: Extract<Fact, { kind: "notice" }>): string[] {
  const read = {
    number: numberNews(fact, 0) !== null,
    template: templateNews(fact) !== null,
    marketing: marketingNews(fact, 0).length > 0,
    people: fact.field === "smb_app_state_sync" && syncedPeople(fact.value).length > 0,
  };
  return Object.entries(read).flatMap(([reader, does]) => (does ? [reader] : []));
}

describe("what Meta says of accounts, numbers, templates and people", () => {
  const notices = EXAMPLES.flatMap((example) => {
    const parsed = parseDelivery(bytesOf(example));
    return parsed.ok
      ? parsed.facts.flatMap((fact) => (fact.kind === "notice" ? [{ example, fact }] : []))
      : [];
  });

  it("is read by one part of the product, or kept for the raw ledger", () => {
    const unread = notices.filter(({ fact }) => readersOf(fact).length === 0);
    expect(notices.filter(({ fact }) => readersOf(fact).length > 1)).toEqual([]);
    expect(unread.map(({ example }) => `${example.field}: ${example.name}`).toSorted()).toEqual(
      KEPT_ONLY.toSorted(),
    );
  });
});

/** All that is read of a fact without the database, and written as it is stored. */
function readAll(fact: Fact): void {
  if (fact.kind === "notice") {
    numberNews(fact, 0);
    templateNews(fact);
    marketingNews(fact, 0);
    syncedPeople(fact.value);
  } else if (fact.kind === "message" || fact.kind === "echo") {
    opensWindow(fact.content);
    if (!changesMessage(fact.content)) JSON.stringify(contentOf(fact.content, fact));
  }
  JSON.stringify(fact);
}

/** What became of a body: the ids of whole messages that were lost, or nothing. */
function lostIn(index: number): string[] {
  const { body, neighbours } = fuzzed(index);
  if (!isSignatureValid(body, signBody(body, SECRET), SECRET)) return ["signature"];
  const { facts } = deliveryOf(CHANNEL, SIBLINGS, body, 0);
  const isLarge = facts[0]?.body.kind === "explode";
  const parsed = isLarge ? parseDelivery(body) : null;
  const told = parsed?.ok ? parsed.facts : isLarge ? [] : facts.map((fact) => fact.body as Fact);
  const found = new Map<string, number>();
  for (const fact of told) {
    readAll(fact);
    if (fact.kind === "message") found.set(fact.wamid, (found.get(fact.wamid) ?? 0) + 1);
  }
  return neighbours.filter((id) => found.get(id) !== 1);
}

const PART = 10_000;
describe(`100,000 bodies that were tampered with, signed as they are (seed ${SEED})`, () => {
  it.each(Array.from({ length: 10 }, (_, part) => part * PART))(
    "from number %i: nothing throws, and no neighbour is lost",
    (first) => {
      for (let index = first; index < first + PART; index++) {
        try {
          const lost = lostIn(index);
          if (lost.length > 0) throw new Error(`lost ${lost.join(", ")}`);
        } catch (error) {
          throw new Error(`body ${index} of seed ${SEED}`, { cause: error });
        }
      }
    },
    120_000,
  );
});
