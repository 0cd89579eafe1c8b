import { readFileSync } from "node:fs";

/** A ready file of each kind, so that a picture or a voice note can be sent without choosing one. */
export type Sample = { bytes: Buffer; mimeType: string; fileName: string | null };

const FILES: Record<string, { file: string; mimeType: string; named: boolean }> = {
  image: { file: "sample.jpg", mimeType: "image/jpeg", named: false },
  audio: { file: "sample.ogg", mimeType: "audio/ogg; codecs=opus", named: false },
  document: { file: "sample.pdf", mimeType: "application/pdf", named: true },
  video: { file: "sample.mp4", mimeType: "video/mp4", named: false },
  sticker: { file: "sample.webp", mimeType: "image/webp", named: false },
};

const cache = new Map<string, Sample>();

/** The sample for a message type, or null when there is none. */
export function sampleFor(type: string): Sample | null {
  const entry = FILES[type];
  if (!entry) return null;
  let sample = cache.get(type);
  if (!sample) {
    const bytes = readFileSync(new URL(`../assets/${entry.file}`, import.meta.url));
    sample = { bytes, mimeType: entry.mimeType, fileName: entry.named ? "boleto.pdf" : null };
    cache.set(type, sample);
  }
  return sample;
}
