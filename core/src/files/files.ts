/** What a file is sent as. */
export type FileKind = "image" | "video" | "audio" | "document" | "sticker";

const KB = 1024;
const MB = 1024 * KB;

/**
 * What WhatsApp takes from a company, by kind (wire facts, sections 7.2 and 10.1). Meta names the first eight document types;
 * the rest have been seen to arrive. `mostBytes` in bytes.
 */
export const FILE_RULES: Readonly<
  Record<FileKind, { types: readonly string[]; mostBytes: number; takesCaption: boolean }>
> = {
  image: { types: ["image/jpeg", "image/png"], mostBytes: 5 * MB, takesCaption: true },
  // of one that moves
  sticker: { types: ["image/webp"], mostBytes: 500 * KB, takesCaption: false },
  video: { types: ["video/mp4", "video/3gpp"], mostBytes: 16 * MB, takesCaption: true },
  audio: {
    types: ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg; codecs=opus"],
    mostBytes: 16 * MB,
    takesCaption: false,
  },
  document: {
    types: [
      "text/plain",
      "application/pdf",
      "application/msword",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "application/vnd.ms-excel",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "application/vnd.ms-powerpoint",
      "application/vnd.openxmlformats-officedocument.presentationml.presentation",
      "application/vnd.oasis.opendocument.text",
      "application/vnd.oasis.opendocument.spreadsheet",
      "application/vnd.oasis.opendocument.presentation",
      "application/rtf",
      "application/xml",
      "application/zip",
    ],
    mostBytes: 100 * MB,
    takesCaption: true,
  },
};

/** What a sticker must be (wire facts, section 10.1): its side in pixels, and most bytes of one that does not move. */
export const STICKER = { side: 512, stillBytes: 100 * KB } as const;
/** Bytes of the beginning of a WebP that say what it is. */
export const WEBP_HEAD_BYTES = 30;

export type Webp = { moves: boolean; width: number; height: number };

/** What the first bytes of a WebP say of it, in its three forms (RFC 9649, section 2); null when they are none. */
export function readWebp(head: Uint8Array): Webp | null {
  const letters = (from: number): string => String.fromCharCode(...head.subarray(from, from + 4));
  if (head.length < WEBP_HEAD_BYTES || letters(0) !== "RIFF" || letters(8) !== "WEBP") return null;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const low = (at: number, bits: number): number => view.getUint32(at, true) & (2 ** bits - 1);
  switch (letters(12)) {
    case "VP8X":
      return {
        moves: (view.getUint8(20) & 2) !== 0,
        width: low(24, 24) + 1,
        height: (view.getUint32(26, true) >>> 8) + 1,
      };
    case "VP8 ":
      return { moves: false, width: low(26, 14), height: view.getUint16(28, true) & 0x3fff };
    case "VP8L":
      return {
        moves: false,
        width: low(21, 14) + 1,
        height: ((view.getUint32(21, true) >>> 14) & 0x3fff) + 1,
      };
    default:
      return null;
  }
}

/** The largest file of any kind, in bytes. */
export const MOST_FILE_BYTES = FILE_RULES.document.mostBytes;
/** characters of a caption (wire facts, section 9) */
export const LONGEST_CAPTION = 1024;

/** Other names of the same types, as browsers and type sniffers say them. */
const ALIASES: Readonly<Record<string, string>> = {
  "image/jpg": "image/jpeg",
  "video/3gpp2": "video/3gpp",
  "audio/mp3": "audio/mpeg",
  "audio/m4a": "audio/mp4",
  "audio/x-m4a": "audio/mp4",
  "audio/ogg": "audio/ogg; codecs=opus",
  "application/ogg": "audio/ogg; codecs=opus",
  "audio/opus": "audio/ogg; codecs=opus",
  "application/x-zip-compressed": "application/zip",
  "text/rtf": "application/rtf",
  "text/xml": "application/xml",
  "text/csv": "text/plain",
};

/** The name Meta knows a type by, of any name it goes by. */
export function plainType(mimeType: string): string {
  const name = mimeType
    .toLowerCase()
    .split(";")
    .map((part) => part.trim())
    .join("; ");
  const bare = name.split(";")[0] ?? "";
  return ALIASES[bare] ?? (name.includes("codecs=opus") ? name : bare);
}

/** What a file of this type is sent as; null when WhatsApp does not take it. */
export function kindOfFile(mimeType: string): FileKind | null {
  const type = plainType(mimeType);
  for (const kind of ["image", "sticker", "video", "audio", "document"] as const)
    if (FILE_RULES[kind].types.includes(type)) return kind;
  return null;
}

/** Why a file cannot be sent: keys of sentences, the same in the browser and in the server's problems. */
export type FileProblem = "file_empty" | "file_type" | "file_too_large" | "file_no_sticker";

const isSticker = ({ moves, width, height }: Webp, size: number): boolean =>
  width === STICKER.side && height === STICKER.side && (moves || size <= STICKER.stillBytes);

/** What WhatsApp would refuse about a file; null when nothing. `size` in bytes; `webp`: what one says of itself, where that was read. */
export function fileProblem(file: {
  mimeType: string;
  size: number;
  webp?: Webp | null;
}): FileProblem | null {
  if (file.size === 0) return "file_empty";
  const kind = kindOfFile(file.mimeType);
  if (kind === null) return "file_type";
  if (kind === "sticker" && file.webp && !isSticker(file.webp, file.size)) return "file_no_sticker";
  return file.size > FILE_RULES[kind].mostBytes ? "file_too_large" : null;
}
