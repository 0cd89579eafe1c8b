import { beforeEach, expect, it } from "vitest";
import {
  attach,
  attachmentsOf,
  captionPlace,
  detach,
  openAttachments,
  takeAttachments,
} from "./attachments.ts";

const file = (name: string, type: string, size = 10): File =>
  new File([new Uint8Array(size)], name, { type });

beforeEach(() => {
  openAttachments("nobody");
  openAttachments("loja ana");
});

it("knows before the upload what WhatsApp takes, and as what", () => {
  attach("a", [
    file("foto.png", "image/png"),
    file("foto.heic", "image/heic"),
    file("grande.jpg", "image/jpeg", 5 * 1024 * 1024 + 1),
    file("extrato.ofx", ""),
    file("nada.pdf", "application/pdf", 0),
  ]);
  expect(attachmentsOf("a").map(({ kind, problem }) => [kind, problem])).toEqual([
    ["image", null],
    ["document", "file_type"],
    ["image", "file_too_large"],
    ["document", null],
    ["document", "file_empty"],
  ]);
});

it("keeps the order, gives files out once, and each conversation has its own", () => {
  attach("a", [file("1.png", "image/png"), file("2.png", "image/png")]);
  attach("b", [file("3.png", "image/png")]);
  attach("a", [file("4.png", "image/png")]);
  detach("a", attachmentsOf("a")[1]?.id ?? "");
  expect(takeAttachments("a").map(({ file: { name } }) => name)).toEqual(["1.png", "4.png"]);
  expect(attachmentsOf("a")).toEqual([]);
  expect(attachmentsOf("b")).toHaveLength(1);
  openAttachments("loja bia");
  expect(attachmentsOf("b")).toEqual([]);
});

it("gives the text to the first file that takes a caption, or to none", () => {
  attach("a", [file("voz.mp3", "audio/mpeg"), file("1.png", "image/png"), file("2.pdf", "application/pdf")]);
  const files = attachmentsOf("a");
  expect(captionPlace(files, "olá")).toBe(files[1]);
  expect(captionPlace(files, "x".repeat(1024))).toBe(files[1]);
  expect(captionPlace(files, "x".repeat(1025))).toBeNull();
  expect(captionPlace(files.slice(0, 1), "olá")).toBeNull();
  expect(captionPlace(files, "")).toBeNull();
});
