/**
 * Addresses that lead, or would like to lead, into the inner network: as hosts of a URL, as names, and as whole URLs. The spellings are
 * those that FreeScout's and Typebot's advisories list (GHSA-6w8v-qp43-vg2h, GHSA-h3v3-c6cq-q763, GHSA-hgqq-whf5-mrrf) and the special
 * networks of RFC 6890, RFC 6052, RFC 3056 and RFC 4380.
 */

const parts = (address: string): number[] => address.split(".").map(Number);
const whole = (address: string): number => parts(address).reduce((sum, part) => sum * 256 + part, 0);
const hex = (value: number, length = 0): string => value.toString(16).padStart(length, "0");
const octal = (value: number): string => `0${value.toString(8)}`;
/** "7f00:1" */
const groups = (address: string): string => {
  const value = whole(address);
  return `${hex(Math.floor(value / 65_536))}:${hex(value % 65_536)}`;
};
const inDigits = (address: string, zero: number): string =>
  address.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
const CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨";

/** One IPv4 address in every way that a URL or `inet_aton` reads it. */
function spellings(address: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = parts(address);
  const value = whole(address);
  return [
    address,
    String(value),
    `0x${hex(value)}`,
    `0X${hex(value).toUpperCase()}`,
    `0x${hex(value, 12)}`,
    octal(value),
    parts(address)
      .map((part) => `0x${hex(part)}`)
      .join("."),
    parts(address).map(octal).join("."),
    parts(address)
      .map((part) => `0000${octal(part)}`)
      .join("."),
    `0x${hex(a)}.${octal(b)}.${c}.${d}`,
    `${a}.${b}.${c * 256 + d}`,
    `${a}.${(b * 256 + c) * 256 + d}`,
    `${address}.`,
    address.replaceAll(".", "。"),
    address.replaceAll(".", "．"),
    address.replaceAll(".", "｡"),
    inDigits(address, 0xff10),
    inDigits(address, 0x1d7ce),
    address.replace(/\d/g, (digit) => CIRCLED[Number(digit)] ?? ""),
    address.replaceAll(".", "%2e"),
    address.replace(/\d/g, (digit) => `%3${digit}`),
    `[::ffff:${address}]`,
    `[::ffff:${groups(address)}]`,
    `[0:0:0:0:0:ffff:${groups(address)}]`,
    `[::${address}]`,
    `[::ffff:0:${address}]`,
    `[64:ff9b::${address}]`,
    `[64:ff9b:1::${address}]`,
    `[2002:${groups(address)}::1]`,
    `[2001:0:${groups(address)}::1]`,
    `[fe80::5efe:${address}]`,
  ];
}

const SPECIAL = [
  "0.0.0.0",
  "0.1.2.3",
  "0",
  "10.0.0.1",
  "10.255.255.254",
  "100.64.0.1",
  "100.100.100.200",
  "100.127.255.254",
  "127.1",
  "127.0.1",
  "127.127.127.127",
  "169.254.170.2",
  "172.16.0.1",
  "172.31.255.254",
  "192.0.0.192",
  "192.0.2.1",
  "192.168.0.1",
  "192.168.65.2",
  "198.18.0.1",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "239.255.255.250",
  "240.0.0.1",
  "255.255.255.255",
  "[::]",
  "[::1]",
  "[0:0:0:0:0:0:0:1]",
  "[0000::0001]",
  "[::0]",
  "[fe80::1]",
  "[fec0::1]",
  "[fc00::1]",
  "[fd00:ec2::254]",
  "[fd12:3456:789a::1]",
  "[ff02::1]",
  "[100::1]",
  "[2001:db8::1]",
  "[2001:10::1]",
  "[2001:2::1]",
  "[5f00::1]",
  "[3fff::1]",
  "[4000::1]",
];

/** What stands in a URL where its host does. */
export const INNER_HOSTS: readonly string[] = [
  ...spellings("127.0.0.1"),
  ...spellings("169.254.169.254"),
  ...SPECIAL,
];

/** Names, and what a name server that is up to no good, or knows our network, says of them. */
export const INNER_NAMES: Readonly<Record<string, readonly string[]>> = {
  localhost: ["127.0.0.1", "::1"],
  "localhost.": ["127.0.0.1"],
  LOCALHOST: ["127.0.0.1"],
  "localhost.localdomain": ["127.0.0.1"],
  "ip6-localhost": ["::1"],
  "desk.localhost": ["127.0.0.1"],
  metadata: ["169.254.169.254"],
  "metadata.google.internal": ["169.254.169.254"],
  "metadata.google.internal.": ["169.254.169.254"],
  "metadata.tencentyun.com": ["169.254.0.23"],
  "metadata.packet.net": ["192.80.8.124", "169.254.169.254"],
  "instance-data": ["169.254.169.254"],
  "instance-data.ec2.internal": ["169.254.169.254"],
  "kubernetes.default.svc": ["10.96.0.1"],
  "host.docker.internal": ["192.168.65.2"],
  "127.0.0.1.nip.io": ["127.0.0.1"],
  "7f000001.sslip.io": ["127.0.0.1"],
  "localtest.me": ["127.0.0.1"],
  "spoofed.burpcollaborator.example": ["10.1.2.3"],
  "ⓛocalhost": ["127.0.0.1"],
  ｌｏｃａｌｈｏｓｔ: ["127.0.0.1"],
  "mixed.evil.example": ["93.184.215.14", "10.0.0.1"],
  "mixed6.evil.example": ["2606:2800:21f:cb07::1", "::1"],
  "mapped.evil.example": ["::ffff:169.254.169.254"],
  "nat64.evil.example": ["64:ff9b::a9fe:a9fe"],
  "sixtofour.evil.example": ["2002:7f00:1::1"],
  "zoned.evil.example": ["fe80::1"],
  "nowhere.evil.example": ["0.0.0.0"],
};

/** Whole addresses: what stands around the host. `port` is one where somebody of ours listens. */
const strangeUrls = (port: number): string[] => [
  `https://graph.facebook.com@127.0.0.1:${port}/`,
  `https://user:secret@127.0.0.1:${port}/`,
  `https://127.0.0.1:${port}#@lookaside.fbsbx.com/`,
  `https://127.0.0.1:${port}?.fbcdn.net`,
  `https://127.0.0.1:${port}\\@lookaside.fbsbx.com/`,
  `https://lookaside.fbsbx.com\\@127.0.0.1:${port}/`,
  `https://lookaside.fbsbx.com:${port}/`,
  `https://lookaside.fbsbx.com.:443/`,
  `https://lookaside.fbsbx.com.evil.example/`,
  `https://evil.example/lookaside.fbsbx.com`,
  `https://evilfbcdn.net/`,
  `https://x.fbcdn.net.evil.example/`,
  `https://x.fbcdn.net@localhost/`,
  `http://lookaside.fbsbx.com/`,
  `http://x.fbcdn.net:25/`,
  `HTTP://127.0.0.1:${port}/`,
  `https:127.0.0.1:${port}/`,
  `https:///127.0.0.1:${port}/`,
  `ht\ttps://127.0.0.1:${port}/`,
  `\u0001https://127.0.0.1:${port}/`,
  `//127.0.0.1:${port}/`,
  `\\\\127.0.0.1:${port}\\x`,
  `file:///etc/passwd`,
  `file://127.0.0.1/etc/passwd`,
  `gopher://127.0.0.1:${port}/_QUIT`,
  `dict://127.0.0.1:${port}/info`,
  `ftp://127.0.0.1:${port}/`,
  `ldap://127.0.0.1:${port}/`,
  `jar:https://127.0.0.1:${port}/!/`,
  `ws://127.0.0.1:${port}/`,
  `data:application/json,{"url":"x"}`,
  `blob:https://127.0.0.1/x`,
  `javascript:alert(1)`,
  `about:blank`,
];

/** Every address of the corpus as a URL; `port` as for strangeUrls. */
export const hostileUrls = (port: number): string[] => [
  ...new Set([
    ...[...INNER_HOSTS, ...Object.keys(INNER_NAMES)].flatMap((host) => [
      `https://${host}/x`,
      `http://${host}:${port}/x`,
    ]),
    ...strangeUrls(port),
  ]),
];
