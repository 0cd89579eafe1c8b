import { describe, expect, it } from "vitest";
import type { NoticeFact } from "./facts.ts";
import { numberNews, type NumberNews } from "./number-news.ts";

const AT = 1_790_000_000_000;
const notice = (field: string, value: unknown): NoticeFact => ({
  kind: "notice",
  phoneNumberId: null,
  wabaId: "300100200300400",
  field,
  at: AT,
  value,
});
const read = (field: string, value: unknown): NumberNews | null => numberNews(notice(field, value), AT);
const OF_WABA = { displayPhone: null, phoneNumberId: null, wabaId: "300100200300400" };

describe("what a notice says of numbers", () => {
  it("reads limit and throughput of the number it names", () => {
    expect(
      read("phone_number_quality_update", {
        display_phone_number: "+55 11 90000-0001",
        event: "THROUGHPUT_UPGRADE",
        max_daily_conversations_per_business: "TIER_UNLIMITED",
      }),
    ).toEqual({
      displayPhone: "5511900000001",
      phoneNumberId: null,
      wabaId: "300100200300400",
      facts: { messagingLimit: "TIER_UNLIMITED", throughput: "HIGH" },
      begins: [],
      ends: [],
    });
  });

  it.each([
    [{ max_daily_conversations_per_business: 2000 }, "TIER_2K"],
    [{ max_daily_conversations_per_business: -1 }, "TIER_UNLIMITED"],
  ])("reads the limit of the portfolio %j", (value, messagingLimit) =>
    expect(read("business_capability_update", value)).toEqual({
      displayPhone: null,
      phoneNumberId: null,
      wabaId: null,
      facts: { messagingLimit },
      begins: [],
      ends: [],
    }),
  );

  it("takes a name over once it is approved, and tells of one that is refused", () => {
    const decided = (decision: string) =>
      read("phone_number_name_update", {
        display_phone_number: "5511900000001",
        decision,
        requested_verified_name: "Loja Azul",
        rejection_reason: decision === "REJECTED" ? "NAME_FORMAT_UNACCEPTABLE" : null,
      });
    expect(decided("APPROVED")).toMatchObject({
      facts: { verifiedName: "Loja Azul", nameDecision: "APPROVED" },
      ends: [{ kind: "name", cause: null }],
    });
    const refused = decided("REJECTED");
    expect(refused?.facts).toEqual({ nameDecision: "REJECTED" });
    expect(refused?.begins).toEqual([
      {
        kind: "name",
        cause: "REJECTED",
        severity: "warning",
        stops: null,
        until: null,
        data: { requested_verified_name: "Loja Azul", rejection_reason: "NAME_FORMAT_UNACCEPTABLE" },
      },
    ]);
  });

  it("reads each restriction with its end and what it stops", () => {
    const news = read("account_update", {
      event: "ACCOUNT_RESTRICTION",
      restriction_info: [
        {
          restriction_type: "RESTRICTED_BIZ_INITIATED_MESSAGING",
          expiration: 1_790_500_000,
          remediation: "wait",
        },
        { restriction_type: "RESTRICTED_ADD_PHONE_NUMBER_ACTION" },
        { expiration: 1 },
        null,
      ],
    });
    expect(news).toMatchObject(OF_WABA);
    expect(news?.begins.map(({ cause, stops, until }) => [cause, stops, until])).toEqual([
      ["RESTRICTED_BIZ_INITIATED_MESSAGING", "begin", 1_790_500_000_000],
      ["RESTRICTED_ADD_PHONE_NUMBER_ACTION", null, null],
    ]);
  });

  it("knows the business account inside a partner event", () => {
    const news = read("account_update", {
      event: "PARTNER_REMOVED",
      waba_info: { waba_id: "300999", owner_business_id: "555000555000" },
      disconnection_info: { reason: "PRIMARY_INACTIVITY", initiated_by: "SYSTEM" },
    });
    expect(news).toMatchObject({
      wabaId: "300999",
      begins: [
        {
          kind: "disconnected",
          cause: "PARTNER_REMOVED",
          severity: "critical",
          data: { reason: "PRIMARY_INACTIVITY", initiated_by: "SYSTEM" },
        },
      ],
    });
    expect(read("account_update", { event: "ACCOUNT_RECONNECTED" })?.ends).toEqual([
      { kind: "disconnected", cause: null },
    ]);
  });

  it.each([
    ["account_update", { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "DISABLE" } }, "critical"],
    [
      "account_update",
      { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "SCHEDULE_FOR_DISABLE" } },
      "warning",
    ],
    ["account_update", { event: "ACCOUNT_VIOLATION", violation_info: { violation_type: "SPAM" } }, "warning"],
    ["account_review_update", { decision: "REJECTED" }, "critical"],
    ["security", { display_phone_number: "5511900000001", event: "PIN_RESET_REQUEST" }, "warning"],
    [
      "account_alerts",
      {
        entity_type: "WABA",
        entity_id: "1",
        alert_info: { alert_severity: "CRITICAL", alert_status: "ACTIVE", alert_type: "X" },
      },
      "critical",
    ],
    ["phone_number_quality_update", { event: "FLAGGED" }, "warning"],
    ["messages", { errors: [{ code: 130429, title: "t" }] }, "warning"],
  ])("%s %j is %s", (field, value, severity) =>
    expect(read(field, value)?.begins).toMatchObject([{ severity }]),
  );

  it("knows whom an alert is about", () => {
    const about = (entity_type: string) => {
      const news = read("account_alerts", {
        entity_type,
        entity_id: "77",
        alert_info: { alert_severity: "WARNING", alert_status: "NONE", alert_type: "X" },
      });
      return [news?.phoneNumberId, news?.wabaId];
    };
    expect(about("PHONE_NUMBER")).toEqual(["77", "300100200300400"]);
    expect(about("WABA")).toEqual([null, "77"]);
    expect(about("BUSINESS")).toEqual([null, null]);
  });

  it.each([
    ["account_update", { event: "MM_LITE_TERMS_SIGNED" }],
    ["account_update", null],
    ["account_alerts", { alert_info: { alert_severity: "INFORMATIONAL", alert_type: "OBA_APPROVED" } }],
    ["business_capability_update", { max_daily_conversations_per_business: 777 }],
    ["constructor", { event: "FLAGGED" }],
    ["phone_number_quality_update", { event: "constructor" }],
    ["messages", { statuses: [] }],
  ])("%s %j says nothing that lasts", (field, value) => expect(read(field, value)).toBeNull());
});
