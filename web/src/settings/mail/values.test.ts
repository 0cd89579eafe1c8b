import type { MailSettingsView } from "@balcao/api";
import { expect, it } from "vitest";
import { mailOfValues, problemsOfMail, valuesOfMail, withSecurity, type MailValues } from "./values.ts";

const saved: MailSettingsView = {
  enabled: true,
  host: "smtp.example.com",
  port: 587,
  security: "starttls",
  username: "loja",
  hasPassword: true,
  senderName: "Loja",
  senderAddress: "loja@example.com",
  version: 3,
  waiting: 0,
  failed: 0,
  lastSentAt: null,
  lastError: null,
};
const values = (changes: Partial<MailValues> = {}): MailValues => ({ ...valuesOfMail(saved), ...changes });
const faults = (changes: Partial<MailValues>, of = saved): string[] =>
  problemsOfMail(values(changes), of).map(({ path, code }) => `${path} ${code}`);

it("sends back what it was given, and a password only when one was typed", () => {
  expect(mailOfValues(values(), 3)).toMatchObject({ port: 587, password: null, version: 3 });
  expect(mailOfValues(values({ password: " s " }), 3).password).toBe(" s ");
});

it.each<[Partial<MailValues>, string[]]>([
  [{}, []],
  [{ host: "", senderAddress: "" }, ["host required", "password password_anew", "senderAddress required"]],
  [{ host: "smtp.other.com" }, ["password password_anew"]],
  [{ host: "smtp.other.com", password: "x" }, []],
  [{ port: "0" }, ["port port_range", "password password_anew"]],
  [{ port: "x", username: "" }, ["port port_range"]],
  [{ security: "none", password: "x" }, ["security in_the_clear"]],
  [{ security: "none", username: "" }, []],
  [{ senderAddress: "loja" }, ["senderAddress email"]],
  [{ enabled: false, host: "", senderAddress: "", username: "" }, []],
])("%j has %j", (changes, expected) => {
  expect(faults(changes)).toEqual(expected);
});

it("asks for a first password plainly", () => {
  expect(faults({}, { ...saved, hasPassword: false })).toEqual(["password required"]);
});

it("follows the security with its usual port, and leaves one of one's own", () => {
  expect(withSecurity(values(), "tls")).toEqual({ security: "tls", port: "465" });
  expect(withSecurity(values({ port: "2525" }), "tls")).toEqual({ security: "tls", port: "2525" });
});
