export type Field = { text: string; start: number; end: number };

/** WhatsApp's marks: bold, italic, struck through, code. */
export type Mark = "*" | "_" | "~" | "`";

/** Puts a WhatsApp mark around the selection, or takes it away when it is already there. The same words stay selected. */
export function toggleMark({ text, start, end }: Field, mark: Mark): Field {
  const chosen = text.slice(start, end);
  if (chosen.length >= 2 && chosen.startsWith(mark) && chosen.endsWith(mark)) {
    return { text: text.slice(0, start) + chosen.slice(1, -1) + text.slice(end), start, end: end - 2 };
  }
  if (start > 0 && text[start - 1] === mark && text[end] === mark) {
    return { text: text.slice(0, start - 1) + chosen + text.slice(end + 1), start: start - 1, end: end - 1 };
  }
  // a mark next to a blank marks nothing on WhatsApp
  const lead = chosen.length - chosen.trimStart().length;
  const core = chosen.trim();
  const from = start + lead;
  return {
    text: text.slice(0, from) + mark + core + mark + text.slice(from + core.length),
    start: from + 1,
    end: from + 1 + core.length,
  };
}

export type SendWith = "enter" | "ctrl-enter";
export type Press = {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
};

/** Does this keystroke ask when to send? */
export const isLaterPress = (press: Press): boolean =>
  press.key === "Enter" &&
  press.shiftKey &&
  (press.ctrlKey || press.metaKey) &&
  !press.altKey &&
  !press.isComposing;

/** Does this keystroke send? Never in the middle of a composed character; Ctrl/⌘ + Enter sends in both habits. */
export function isSendPress(press: Press, sendWith: SendWith): boolean {
  if (press.key !== "Enter" || press.isComposing || press.altKey) return false;
  if (press.ctrlKey || press.metaKey) return !press.shiftKey;
  return sendWith === "enter" && !press.shiftKey;
}

/** Which mark a keystroke asks for: Ctrl+B, Ctrl+I, Ctrl+Shift+X. */
export function markOf(press: Press): Mark | null {
  if (!(press.ctrlKey || press.metaKey) || press.altKey || press.isComposing) return null;
  const key = press.key.toLowerCase();
  if (key === "b" && !press.shiftKey) return "*";
  if (key === "i" && !press.shiftKey) return "_";
  return key === "x" && press.shiftKey ? "~" : null;
}
