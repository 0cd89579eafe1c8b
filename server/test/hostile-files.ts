import { deflateRawSync, gzipSync } from "node:zlib";

/** A file that somebody with bad intentions hands in: what it is called, what it claims to be, and what it is. */
export type HostileFile = { what: string; name: string; claim: string; bytes: Buffer };

const text = (content: string): Buffer => Buffer.from(content);
const bin = (content: string): Buffer => Buffer.from(content, "latin1");
const SCRIPT = "<script>parent.alert(document.cookie)</script>";
const HTML = `<!doctype html><html><body>${SCRIPT}</body></html>`;
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${SCRIPT}</svg>`;
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const JPEG = bin("\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF\0\u0001\u0001\0\0\u0001\0\u0001\0\0");
const GIF = bin("GIF89a\u0001\0\u0001\0\0\0\0;");
const PDF = text("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n");
const MP4 = bin("\0\0\0\u0018ftypisom\0\0\0\0isomavc1");
const MAX = 0xffff;

/** A ZIP with one entry; `size`: what it says that the entry unpacks to. */
function zip(name: string, content: Buffer, size = content.length): Buffer {
  const packed = deflateRawSync(content, { level: 9 });
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(20, 0);
  shared.writeUInt16LE(8, 4);
  shared.writeUInt32LE(packed.length, 14);
  shared.writeUInt32LE(size, 18);
  shared.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([bin("PK\u0003\u0004"), shared, text(name), packed]);
  const listed = Buffer.concat([bin("PK\u0001\u0002\u0014\0"), shared, Buffer.alloc(14), text(name)]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, listed, bin("PK\u0005\u0006"), end]);
}

/** The head of a picture that says it is so large. */
function pngOf(side: number): Buffer {
  const head = Buffer.from(PNG);
  head.writeUInt32BE(side, 16);
  head.writeUInt32BE(side, 20);
  return head;
}
const gifOf = (side: number): Buffer => {
  const head = Buffer.from(GIF);
  head.writeUInt16LE(side, 6);
  head.writeUInt16LE(side, 8);
  return head;
};

/** What a browser or a server would run if it believed the name, by its ending. */
const RUNNABLE: Readonly<Record<string, string>> = {
  html: HTML,
  htm: SCRIPT,
  xhtml: `<html xmlns="http://www.w3.org/1999/xhtml">${SCRIPT}</html>`,
  svg: SVG,
  xml: `<?xml version="1.0"?><?xml-stylesheet href="data:text/xsl,x"?><x xmlns:h="http://www.w3.org/1999/xhtml"><h:script>alert(1)</h:script></x>`,
  xsl: `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;&a;">]><x>&c;</x>`,
  dtd: `<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>`,
  mht: `MIME-Version: 1.0\nContent-Type: text/html\n\n${HTML}`,
  hta: `<hta:application/>${SCRIPT}`,
  js: "alert(1)",
  css: "body{background:url(//evil.example)}",
  json: `{"__proto__":{"x":1}}`,
  php: "<?php system($_GET['c']);",
  pht: "<?php system($_GET['c']);",
  phtml: "<?= `id` ?>",
  phar: "<?php __HALT_COMPILER(); ?>",
  jsp: "<% Runtime.getRuntime() %>",
  asp: "<% eval(request('c')) %>",
  cgi: "#!/bin/sh\nid",
  py: "import os",
  sh: "#!/bin/sh\nid",
  bat: "@echo off\r\ncalc",
  ps1: "Start-Process calc",
  vbs: 'CreateObject("WScript.Shell")',
  reg: "Windows Registry Editor Version 5.00",
  url: "[InternetShortcut]\nURL=file:///C:/",
  desktop: "[Desktop Entry]\nExec=id",
  ini: "auto_prepend_file=x",
  config: "<configuration/>",
  eml: `Content-Type: text/html\n\n${HTML}`,
};

/** Programs and packages, by their first bytes. */
const PROGRAMS: Readonly<Record<string, Buffer>> = {
  "a.exe": bin("MZ\u0090\0\u0003\0\0\0"),
  "a.elf": bin("\u007fELF\u0002\u0001\u0001\0"),
  "a.macho": bin("\u00cf\u00fa\u00ed\u00fe\u0007\0\0\u0001"),
  "A.class": bin("\u00ca\u00fe\u00ba\u00be\0\0\0\u0034"),
  "a.wasm": bin("\0asm\u0001\0\0\0"),
  "a.swf": bin("FWS\u0005\0\0\0\0"),
  "a.msi": bin("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1".padEnd(600, "\0")),
  "a.lnk": bin("L\0\0\0\u0001\u0014\u0002\0\0\0\0\0\u00c0\0\0\0\0\0\0F"),
  "a.jar": zip("META-INF/MANIFEST.MF", text("Main-Class: X")),
  "a.apk": zip("AndroidManifest.xml", text("x")),
  "a.docm": zip("word/vbaProject.bin", text("x")),
  "slip.zip": zip("../../../etc/cron.d/x", text("* * * * * root id")),
  "bomb.zip": zip("zeros", Buffer.alloc(20_000_000)),
  "bomb.docx": zip("[Content_Types].xml", Buffer.alloc(20_000_000)),
  "liar.docx": zip("[Content_Types].xml", text("<Types/>"), 0xffff_fff0),
  "bomb.gz": gzipSync(Buffer.alloc(20_000_000)),
  "a.7z": bin("7z\u00bc\u00af\u0027\u001c\0\u0004"),
  "a.rar": bin("Rar!\u001a\u0007\u0001\0"),
};

/** Two things at once, and pictures that would fill a memory. */
const TWO_IN_ONE: Readonly<Record<string, Buffer>> = {
  "js.pdf": text("%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj"),
  "late.pdf": text(`/*${"x".repeat(500)}*/alert(1)//\n%PDF-1.7\n`),
  "page.pdf": Buffer.concat([text(HTML), PDF]),
  "page2.pdf": Buffer.concat([PDF, text(HTML)]),
  "js.gif": bin(`GIF89a/*${"\0".repeat(10)}*/=1;alert(1)//;`),
  "gifar.gif": Buffer.concat([GIF, zip("X.class", text("x"))]),
  "jar.jpg": Buffer.concat([JPEG, zip("META-INF/MANIFEST.MF", text("x"))]),
  "comment.jpg": Buffer.concat([JPEG, bin("\u00ff\u00fe\u0001\0"), text(HTML)]),
  "tail.png": Buffer.concat([PNG, text(HTML)]),
  "js.bmp": bin("BM/*\0\0*/=1;alert(1)//"),
  "page.webp": bin(`RIFF\u0040\0\0\0WEBPVP8X\n\0\0\0\0\0\0\0\u00ff\u0001\0\u00ff\u0001\0${SCRIPT}`),
  "page.mp4": Buffer.concat([MP4, text(HTML)]),
  "page.ogg": bin(`OggS\0\u0002${"\0".repeat(20)}\u0001\u0013OpusHead\u0001\u0001${SCRIPT}`),
  "page.mp3": bin(`ID3\u0003\0\0\0\0\0\0${SCRIPT}`),
  "utf16.html": Buffer.from(`\ufeff${HTML}`, "utf16le"),
  "utf7.html": text("+ADw-script+AD4-alert(1)+ADw-/script+AD4-"),
  "bom.html": text(`\ufeff${HTML}`),
  "late.html": text(`${" ".repeat(2_000)}${HTML}`),
  "nul.html": Buffer.concat([Buffer.alloc(16), text(HTML)]),
  "large.png": pngOf(20_000),
  "largest.png": pngOf(0x7fff_ffff),
  "large.gif": gifOf(MAX),
  "eicar.com": text("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"),
  "rtf.doc": text("{\\rtf1{\\object\\objautlink x}}"),
  "empty.png": Buffer.alloc(0),
  "nothing.bin": Buffer.alloc(64),
};

const NAMES = [
  "../../../../etc/passwd",
  "..\\..\\..\\boot.ini",
  "/etc/cron.d/x",
  "C:\\Windows\\System32\\x.dll",
  "\\\\server\\share\\x.png",
  "file:///etc/passwd",
  "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
  "....//....//x",
  "~/.ssh/authorized_keys",
  ".htaccess",
  ".",
  "..",
  "   ",
  "CON",
  "NUL.png",
  "boleto.pdf.exe",
  "foto.exe.png",
  "a.php;.png",
  "a.php%00.png",
  "a.php\0.png",
  "a.png:evil.exe",
  "a.exe.",
  "\u202Egpj.exe",
  "a\u2066\u202Efdp.scr\u2069",
  "a\u200b\u200f\ufeff.exe",
  "a\r\nSet-Cookie: owned=1.png",
  "a%0d%0aSet-Cookie: owned=1.png",
  'a"; filename="evil.exe',
  "a'; filename*=UTF-8''evil.exe",
  `${"n".repeat(300)}.pdf`,
  `${"ç".repeat(300)}.pdf`,
  "👩‍👩‍👧‍👦".repeat(40),
  "a\u2028b\u2029c\u0085d.png",
  "$(touch owned).png",
  "`touch owned`.png",
  "| touch owned",
  "-rf",
  "<img src=x onerror=alert(1)>.png",
  "javascript:alert(1)",
  "=cmd|' /C calc'!A0.pdf",
  "\ud800half.png",
];

const CLAIMS = [
  "text/html",
  "image/svg+xml",
  "application/xhtml+xml",
  "text/html; charset=utf-7",
  "multipart/x-mixed-replace",
  "application/javascript",
  "message/rfc822",
  "",
];

/** All of them, each under a name of its own that says what it is. */
export const HOSTILE_FILES: readonly HostileFile[] = [
  ...Object.entries(RUNNABLE).flatMap(([ending, content]) => [
    { what: `.${ending}`, name: `a.${ending}`, claim: "text/html", bytes: text(content) },
    { what: `.${ending} as a picture`, name: `a.${ending}.png`, claim: "image/png", bytes: text(content) },
  ]),
  ...Object.entries({ ...PROGRAMS, ...TWO_IN_ONE }).map(([name, bytes]) => ({
    what: name,
    name,
    claim: "image/png",
    bytes,
  })),
  ...NAMES.map((name) => ({
    what: `name ${JSON.stringify(name).slice(0, 40)}`,
    name,
    claim: "image/png",
    bytes: PNG,
  })),
  ...NAMES.map((name) => ({
    what: `text ${JSON.stringify(name).slice(0, 40)}`,
    name,
    claim: "text/plain",
    bytes: text(HTML),
  })),
  ...CLAIMS.map((claim) => ({ what: `claim ${claim}`, name: "a.html", claim, bytes: PNG })),
];

/** A form as a program writes it, with nothing made harmless: fields, then the file under its own name. */
export function formOf(
  fields: Readonly<Record<string, string>>,
  { name, claim, bytes }: HostileFile,
): { payload: Buffer; type: string } {
  const boundary = "hostile-boundary-0123456789";
  // a browser writes quotes and line ends so (WHATWG HTML, multipart/form-data)
  const inHeader = name.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  const parts = Object.entries(fields).map(
    ([field, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
  );
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${inHeader}"\r\n${claim === "" ? "" : `Content-Type: ${claim}\r\n`}\r\n`;
  return {
    payload: Buffer.concat([text(parts.join("") + head), bytes, text(`\r\n--${boundary}--\r\n`)]),
    type: `multipart/form-data; boundary=${boundary}`,
  };
}
