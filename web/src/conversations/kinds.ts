import { useTranslation } from "../lib/texts.ts";

const KINDS = [
  "text",
  "image",
  "video",
  "audio",
  "voice",
  "document",
  "sticker",
  "location",
  "contacts",
  "reply",
  "buttons",
  "list",
  "interactive",
  "template",
  "form",
  "order",
  "system",
  "call",
  "call_permission",
  "unsupported",
] as const;

/** The name of a kind of message, for previews without words: "Foto", "Áudio". */
export function useKindLabel(): (kind: string) => string {
  const { t } = useTranslation("desk");
  return (kind) => t(`kinds.${KINDS.find((known) => known === kind) ?? "unsupported"}`);
}
