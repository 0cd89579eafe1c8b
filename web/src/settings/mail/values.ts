import type { MailSecurity, MailSettings, MailSettingsView } from "@balcao/api";
import { isEmail } from "@balcao/core";

/** The form of E-mail; the port as it is typed, and the password only when one is typed anew. */
export type MailValues = Pick<
  MailSettingsView,
  "enabled" | "host" | "security" | "username" | "senderName" | "senderAddress"
> & { port: string; password: string };

export const SECURITIES: readonly MailSecurity[] = ["tls", "starttls", "none"];
/** Where mail servers listen for each. */
export const USUAL_PORT: Record<MailSecurity, string> = { tls: "465", starttls: "587", none: "25" };

export function valuesOfMail(saved: MailSettingsView): MailValues {
  const { enabled, host, port, security, username, senderName, senderAddress } = saved;
  return { enabled, host, port: String(port), security, username, senderName, senderAddress, password: "" };
}

/** The request for values without problems: a password that is not typed stays as it is. */
export function mailOfValues(values: MailValues, version: number): MailSettings {
  const { port, password, ...rest } = values;
  return { ...rest, port: Number(port), password: password === "" ? null : password, version };
}

/** Another security begins at its usual port, unless one of one's own was typed. */
export function withSecurity(
  values: MailValues,
  security: MailSecurity,
): Pick<MailValues, "security" | "port"> {
  const isUsual = values.port === USUAL_PORT[values.security];
  return { security, port: isUsual ? USUAL_PORT[security] : values.port };
}

/** Is the saved password of use for these values? It goes to the server it was given for, and no other. */
export const keepsPassword = (values: MailValues, saved: MailSettingsView): boolean =>
  saved.hasPassword &&
  values.host.trim().toLowerCase() === saved.host &&
  values.port === String(saved.port) &&
  values.security === saved.security &&
  values.username.trim() === saved.username;

export type MailProblem = {
  path: "host" | "port" | "senderAddress" | "security" | "password";
  code: "required" | "port_range" | "email" | "in_the_clear" | "password_anew";
};

/** All that keeps these values from being saved, in the order of the page. */
export function problemsOfMail(values: MailValues, saved: MailSettingsView): MailProblem[] {
  const { enabled, host, port, security, username, password, senderAddress } = values;
  const number = /^\d{1,5}$/u.test(port.trim()) ? Number(port) : 0;
  const address = senderAddress.trim().toLowerCase();
  const logsIn = username.trim() !== "";
  const problems: (MailProblem | false)[] = [
    enabled && host.trim() === "" && { path: "host", code: "required" },
    (number < 1 || number > 65_535) && { path: "port", code: "port_range" },
    logsIn && security === "none" && { path: "security", code: "in_the_clear" },
    logsIn &&
      password === "" &&
      !keepsPassword(values, saved) && {
        path: "password",
        code: saved.hasPassword ? "password_anew" : "required",
      },
    enabled && address === "" && { path: "senderAddress", code: "required" },
    address !== "" && !isEmail(address) && { path: "senderAddress", code: "email" },
  ];
  return problems.filter((problem) => problem !== false);
}
