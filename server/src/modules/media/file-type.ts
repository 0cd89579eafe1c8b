import { plainType } from "@balcao/core";
import { fileTypeFromBuffer } from "file-type";

/** Word, Excel and PowerPoint of before 2007 are one container: only the name tells them apart. */
const OLD_OFFICE: Readonly<Record<string, string>> = {
  doc: "application/msword",
  xls: "application/vnd.ms-excel",
  ppt: "application/vnd.ms-powerpoint",
};
const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** Readable in an editor: no NUL, and UTF-8 or the single bytes of Windows. */
function isText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false;
  try {
    UTF8.decode(bytes);
    return true;
  } catch {
    return !bytes.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));
  }
}

/** MP4 holds anything; WhatsApp plays H.264 only (wire facts, section 10.1). */
function mp4Type(bytes: Buffer): string | null {
  if (bytes.includes("avc1") || bytes.includes("avc3")) return "video/mp4";
  return bytes.includes("mp4a") && !bytes.includes("vide") ? "audio/mp4" : null;
}

/** What a file's bytes say it is, by Meta's name; null when they say nothing WhatsApp could take. A name or a claim is not believed. */
export async function typeOfBytes(bytes: Buffer, fileName: string | null): Promise<string | null> {
  const found = (await fileTypeFromBuffer(bytes))?.mime;
  if (found === undefined) return isText(bytes) ? "text/plain" : null;
  if (found === "application/x-cfb")
    return OLD_OFFICE[/\.([a-z]{3})$/i.exec(fileName ?? "")?.[1]?.toLowerCase() ?? ""] ?? null;
  if (found === "video/mp4") return mp4Type(bytes);
  // any other codec in this container is refused by Meta
  if (found === "audio/ogg" || found === "application/ogg") return null;
  return plainType(found);
}

const OPUS_HEAD = Buffer.from("OpusHead");
/** the first page holds the head and nothing else: 27 bytes, the table of its one segment, then the head */
const FIRST_PAGE_BYTES = 256;
const CHANNELS_AT = 9;

/**
 * Can these bytes go out as what was recorded? Meta takes Opus of one channel in Ogg as a voice message (wire facts, section 10.1). MP4 is let
 * through, as older Safari records nothing else, and goes as a sound (`goesAsVoice`).
 */
export function isVoice(bytes: Buffer, mimeType: string): boolean {
  if (mimeType === "audio/mp4") return true;
  if (mimeType !== "audio/ogg; codecs=opus") return false;
  const head = bytes.subarray(0, FIRST_PAGE_BYTES).indexOf(OPUS_HEAD);
  return head !== -1 && bytes[head + CHANNELS_AT] === 1;
}

/** Is a recording sent as a voice message? Meta refuses anything else than Opus in Ogg that says it is one. */
export const goesAsVoice = ({ voice, mimeType }: { voice: boolean; mimeType: string }): boolean =>
  voice && mimeType === "audio/ogg; codecs=opus";
