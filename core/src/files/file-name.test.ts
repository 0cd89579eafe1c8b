import { expect, it } from "vitest";
import { plainFileName } from "./file-name.ts";

it.each([
  ["boleto.pdf", "boleto.pdf"],
  ["Proposta: 10% (v2).docx", "Proposta: 10% (v2).docx"],
  ["👩‍👩‍👧.png", "👩‍👩‍👧.png"],
  ["../../etc/passwd", "_.._etc_passwd"],
  ["..\\..\\boot.ini", "_.._boot.ini"],
  ["\u202Egpj.exe", "gpj.exe"],
  ["a\u200b\ufeffb.pdf", "ab.pdf"],
  ["a\r\nSet-Cookie: x=1", "a Set-Cookie: x=1"],
  ["a\0b.pdf", "ab.pdf"],
  [".htaccess", "htaccess"],
  [" . ", ""],
  ["\ud800.pdf", "\ufffd.pdf"],
  [`${"n".repeat(300)}.pdf`, `${"n".repeat(236)}.pdf`],
])("%j is called %j", (given, name) => expect(plainFileName(given)).toBe(name));
