import { FILE_RULES, type FileKind } from "@balcao/core";

/** The largest file of a kind, in words. Meta's kilobytes and megabytes are of 1,024 and 1,048,576 bytes, and whole. */
export function mostBytesOf(kind: FileKind): string {
  const kilobytes = FILE_RULES[kind].mostBytes / 1024;
  return kilobytes < 1024 ? `${kilobytes} KB` : `${kilobytes / 1024} MB`;
}
