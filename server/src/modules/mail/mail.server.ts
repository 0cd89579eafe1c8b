import type { Deps } from "../../platform/deps.ts";
import type { MailSender, MailServer } from "../../platform/mailer.ts";
import type { SealedColumn } from "../../platform/reseal.ts";
import type { MailSettingRow } from "./mail.queries.ts";

const sealedFor = (accountId: string): string => `mail_setting:${accountId}:password`;

/** What a change of keys has to seal anew; so of `sealedMails`. */
export const sealedPasswords: SealedColumn = {
  table: "mail_setting",
  column: "password_sealed",
  ids: ["account_id"],
  place: ({ account_id: accountId = "" }) => sealedFor(accountId),
};

export const sealPassword = (deps: Pick<Deps, "sealer">, accountId: string, password: string): Buffer =>
  deps.sealer.seal(password, sealedFor(accountId));

/** The server of a setting, and as whom it is written to. */
export function serverOf(
  deps: Pick<Deps, "sealer">,
  row: MailSettingRow,
): { server: MailServer; from: MailSender } {
  const { accountId, host, port, security, username, passwordSealed, senderName, senderAddress } = row;
  const password = passwordSealed === null ? "" : deps.sealer.open(passwordSealed, sealedFor(accountId));
  return {
    server: { host, port, security, login: username === "" ? null : { username, password } },
    from: { name: senderName, address: senderAddress },
  };
}
