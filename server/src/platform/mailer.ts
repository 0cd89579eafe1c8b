import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { createTransport } from "nodemailer";
import { isPublicAddress } from "./public-address.ts";

/** Where an account's mail goes out; `starttls` begins in the clear and goes no further without TLS. */
export type MailServer = {
  host: string;
  port: number;
  security: "tls" | "starttls" | "none";
  /** null = the server asks for no name */
  login: { username: string; password: string } | null;
};
export type MailSender = { name: string; address: string };
/** `id`: names the mail for good, so that who gets it twice can tell */
export type OutgoingMail = { id: string; from: MailSender; to: string; subject: string; text: string };
/** `isFinal`: another try would be refused as well; `said`: in the server's words or those of the connection */
export type MailOutcome = { ok: true } | { ok: false; isFinal: boolean; said: string };

export type Mailer = {
  /** May this host be called at all, as far as its name tells? */
  mayCall(server: Pick<MailServer, "host" | "port">): boolean;
  /** Hands a mail to its server. Without a clear answer it may have gone out all the same. */
  send(server: MailServer, mail: OutgoingMail): Promise<MailOutcome>;
};

type Resolve = (host: string) => Promise<readonly string[]>;
const resolveByDns: Resolve = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address);

/** A server that says nothing for so long is not asked any further. */
const PATIENCE_MS = 15_000;
/** So long a mail takes at most, also of a server that says a word now and then: no other company's mail waits for it. */
const LONGEST_MS = 60_000;
const LONGEST_SAID = 300;

const refusal = (said: string, isFinal = false): MailOutcome => ({ ok: false, isFinal, said });

type SmtpError = { code?: unknown; responseCode?: unknown; response?: unknown; message?: unknown };

/** What went wrong, and whether it would again: a refused address does, a wrong password is for somebody to mend. */
function outcomeOf(error: unknown): MailOutcome {
  const { code, responseCode, response, message } = (error ?? {}) as SmtpError;
  const isFinal = typeof responseCode === "number" && responseCode >= 500 && code !== "EAUTH";
  const said = typeof response === "string" && response !== "" ? response : String(message ?? error);
  return refusal(said.slice(0, LONGEST_SAID), isFinal);
}

/**
 * Mail over SMTP. The name is looked up here and the address that was looked up is the one that is called; an address of this machine
 * or of an inner network only where who runs the installation named that host (`MAIL_INNER_HOSTS`).
 */
export function smtpMailer({
  innerHosts,
  resolve = resolveByDns,
  longestMs = LONGEST_MS,
}: {
  innerHosts: readonly string[];
  resolve?: Resolve;
  longestMs?: number;
}): Mailer {
  const isInner = ({ host, port }: Pick<MailServer, "host" | "port">): boolean =>
    innerHosts.includes(host) || innerHosts.includes(`${host}:${port}`);
  const addressOf = async (server: MailServer): Promise<string | null> => {
    const addresses = isIP(server.host) === 0 ? await resolve(server.host) : [server.host];
    if (!isInner(server) && !addresses.every(isPublicAddress)) return null;
    return addresses[0] ?? null;
  };
  return {
    mayCall: (server) => isIP(server.host) === 0 || isInner(server) || isPublicAddress(server.host),
    async send(server, mail) {
      try {
        const address = await addressOf(server);
        if (address === null) return refusal("mail_host_not_public");
        const transport = createTransport({
          host: address,
          port: server.port,
          secure: server.security === "tls",
          requireTLS: server.security === "starttls",
          ignoreTLS: server.security === "none",
          ...(server.login ? { auth: { user: server.login.username, pass: server.login.password } } : {}),
          ...(isIP(server.host) === 0 ? { tls: { servername: server.host } } : {}),
          connectionTimeout: PATIENCE_MS,
          greetingTimeout: PATIENCE_MS,
          socketTimeout: PATIENCE_MS,
          disableFileAccess: true,
          disableUrlAccess: true,
        });
        try {
          await transport.sendMail({
            messageId: `<${mail.id}@${mail.from.address.split("@")[1] ?? "localhost"}>`,
            from: mail.from,
            to: { name: "", address: mail.to },
            subject: mail.subject,
            text: mail.text,
            headers: { "Auto-Submitted": "auto-generated" },
            signal: AbortSignal.timeout(longestMs),
          });
        } finally {
          transport.close();
        }
        return { ok: true };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}
