import { createServer, type AddressInfo, type Socket } from "node:net";

/** A mail as it arrived: what was said around it, and its text. */
export type ArrivedMail = { from: string; to: string[]; headers: Map<string, string>; text: string };
export type SmtpHost = {
  port: number;
  arrived: ArrivedMail[];
  /** names and passwords that were given */
  logins: string[];
  /** answers to the next mails' content, in order; "250 OK" when there are none left. "" = hangs up without an answer */
  answers: string[];
  close(): Promise<void>;
};

/** `=C3=A9` and soft line ends, as RFC 2045 has them. */
const quotedPrintable = (body: string): string =>
  Buffer.from(
    body
      .replace(/=\r\n/g, "")
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString("utf8");

/** "=?UTF-8?Q?n=C2=BA_7?=", as RFC 2047 has it. */
const decoded = (value: string): string =>
  value
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === "b"
        ? Buffer.from(text, "base64").toString("utf8")
        : quotedPrintable(text.replaceAll("_", " ")),
    );

function read(from: string, to: string[], data: string): ArrivedMail {
  const [head = "", ...rest] = data.split("\r\n\r\n");
  const headers = new Map(
    head
      .replace(/\r\n[ \t]+/g, " ")
      .split("\r\n")
      .map(
        (line) =>
          [
            line.slice(0, line.indexOf(":")).toLowerCase(),
            decoded(line.slice(line.indexOf(":") + 1).trim()),
          ] as const,
      ),
  );
  const body = rest.join("\r\n\r\n").replace(/^\.\./gm, ".");
  const encoding = headers.get("content-transfer-encoding");
  const text =
    encoding === "quoted-printable"
      ? quotedPrintable(body)
      : encoding === "base64"
        ? Buffer.from(body, "base64").toString("utf8")
        : body;
  return { from, to, headers, text: text.trim() };
}

/** A mail server on this machine that speaks no TLS, and asks nobody who they are unless they tell. */
export async function smtpHost(): Promise<SmtpHost> {
  const host: Omit<SmtpHost, "port" | "close"> = { arrived: [], logins: [], answers: [] };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
    let from = "";
    let to: string[] = [];
    let data: string | null = null;
    let rest = "";
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    const hear = (line: string): void => {
      const address = /<([^>]*)>/.exec(line)?.[1] ?? "";
      if (/^EHLO/i.test(line)) socket.write("250-mail.test\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n");
      else if (/^AUTH PLAIN /i.test(line)) {
        host.logins.push(Buffer.from(line.slice(11), "base64").toString().split("\0").slice(1).join(" "));
        say("235 OK");
      } else if (/^MAIL FROM/i.test(line)) {
        from = address;
        to = [];
        say("250 OK");
      } else if (/^RCPT TO/i.test(line)) {
        to.push(address);
        say(address.startsWith("nobody@") ? "550 No such user" : "250 OK");
      } else if (/^DATA/i.test(line)) {
        data = "";
        say("354 Go on");
      } else if (/^QUIT/i.test(line)) socket.end("221 Bye\r\n");
      else say("502 Unknown");
    };
    say("220 mail.test");
    socket.on("data", (part) => {
      rest += part.toString("latin1");
      for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (data === null) hear(line);
        else if (line === ".") {
          const answer = host.answers.shift() ?? "250 OK";
          if (answer.startsWith("250") || answer === "")
            host.arrived.push(read(from, to, Buffer.from(data, "latin1").toString("utf8")));
          data = null;
          if (answer === "") socket.destroy();
          else say(answer);
        } else data += `${line}\r\n`;
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    ...host,
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** A key and a certificate for `mail.test` that nobody vouches for, good for a hundred years. */
export const NOBODYS = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg14nn+Gktk1tVsa8m
IhZF839/o6o5kkKS57xVjFkysRShRANCAAQ2O5xwLK6sMBarUFJvThQKojKurveC
j1Yx19rvLVIaGBAyCft+zpZ87SN9h1/9iK9KJ5UNrxtMzzZz4Xg3okvU
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBlTCCATugAwIBAgIURlfKaUz84KHhqsKkoKxfoPGexqUwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbWFpbC50ZXN0MCAXDTI2MTEyNjExMTcyOFoYDzIxMjYxMTAy
MTExNzI4WjAUMRIwEAYDVQQDDAltYWlsLnRlc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQ2O5xwLK6sMBarUFJvThQKojKurveCj1Yx19rvLVIaGBAyCft+zpZ8
7SN9h1/9iK9KJ5UNrxtMzzZz4Xg3okvUo2kwZzAdBgNVHQ4EFgQUcFlI4KnTi91j
zZYlDC+jwxUG4GQwHwYDVR0jBBgwFoAUcFlI4KnTi91jzZYlDC+jwxUG4GQwDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALggltYWlsLnRlc3QwCgYIKoZIzj0EAwID
SAAwRQIgAtek7V0VGZy/qfZN5d/pzRNhpWdfTOtDrTG0Mll0haQCIQDXrzVQgnJE
03fEA0i7Sowp+8xA3sRi4aACt1xx8MYeMA==
-----END CERTIFICATE-----
`,
};
