import { expect, it } from "vitest";
import { goesAsVoice, isVoice, typeOfBytes } from "./file-type.ts";

const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))),
  );
/** the beginning of an MPEG-4 file of a brand, with the names of what is in it */
const mp4 = (brand: string, ...inside: string[]): Buffer =>
  bytes(
    [0, 0, 0, 24],
    "ftyp",
    brand,
    [0, 0, 2, 0],
    brand,
    "mp41",
    ...inside.map((name) => `\0\0\0\0${name}`),
  );
const ogg = (codec: string): Buffer =>
  bytes("OggS", [0, 2], "\0".repeat(20), [1, codec.length], codec, "\0".repeat(60));
const OLD_OFFICE = bytes([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], "\0".repeat(600));

it.each([
  ["a film in H.264", mp4("isom", "vide", "avc1", "mp4a"), null, "video/mp4"],
  ["a film in H.265, which phones make and WhatsApp does not play", mp4("isom", "vide", "hvc1"), null, null],
  ["sound in a film's container", mp4("isom", "soun", "mp4a"), null, "audio/mp4"],
  ["a sound of Apple's", mp4("M4A ", "soun", "mp4a"), null, "audio/mp4"],
  ["a film of Apple's", mp4("qt  ", "vide", "avc1"), null, "video/quicktime"],
  ["an old phone's film", mp4("3gp5", "vide"), null, "video/3gpp"],
  ["a voice in Opus", ogg("OpusHead\u0001"), null, "audio/ogg; codecs=opus"],
  ["a song in Vorbis", ogg("\u0001vorbis"), null, null],
  ["a memo", bytes("#!AMR\n", "\0".repeat(40)), null, "audio/amr"],
  ["an old spreadsheet", OLD_OFFICE, "Preços.XLS", "application/vnd.ms-excel"],
  ["the same container under another name", OLD_OFFICE, "setup.msi", null],
  ["a bill in XML", bytes('<?xml version="1.0"?><nfe/>'), "nfe.xml", "application/xml"],
  ["a table of today", Buffer.from("vaso;preço\n"), "a.csv", "text/plain"],
  ["a table of Windows", bytes("vaso;pre", [0xe7], "o\r\n"), "a.csv", "text/plain"],
  ["a page, which is text and never run", bytes("<script>alert(1)</script>"), "a.html", "text/plain"],
  ["bytes without a meaning", bytes([1, 2, 0, 4, 0xff]), "a.txt", null],
])("reads %s", async (_name, file, fileName, type) => {
  expect(await typeOfBytes(file, fileName)).toBe(type);
});

it.each([
  ["Opus of one channel", ogg("OpusHead\u0001\u0001"), "audio/ogg; codecs=opus", true],
  ["Opus of two channels", ogg("OpusHead\u0001\u0002"), "audio/ogg; codecs=opus", false],
  ["what Safari records", mp4("isom", "soun", "mp4a"), "audio/mp4", true],
  ["a song", Buffer.from("ID3"), "audio/mpeg", false],
])("takes for a voice message: %s", (_name, file, type, expected) => {
  expect(isVoice(file, type)).toBe(expected);
});

it("only Opus in Ogg says on the wire that it is a voice message", () => {
  expect(goesAsVoice({ voice: true, mimeType: "audio/ogg; codecs=opus" })).toBe(true);
  expect(goesAsVoice({ voice: true, mimeType: "audio/mp4" })).toBe(false);
  expect(goesAsVoice({ voice: false, mimeType: "audio/ogg; codecs=opus" })).toBe(false);
});
