import { toggleMark, type Mark } from "./marks.ts";

/** Puts text in the place of a stretch of a field as a person would, so that Ctrl+Z takes it back; the field's `onChange` hears of it. */
export function typeOver(field: HTMLTextAreaElement, start: number, end: number, text: string): void {
  field.focus();
  field.setSelectionRange(start, end);
  // deprecated, and still the one way to change a field that its undo history knows
  document.execCommand(text === "" ? "delete" : "insertText", false, text);
}

/** Marks the selected words of a field, or takes the mark away. */
export function typeMark(field: HTMLTextAreaElement, sign: Mark): void {
  const { value, selectionStart, selectionEnd } = field;
  const next = toggleMark({ text: value, start: selectionStart, end: selectionEnd }, sign);
  typeOver(field, 0, value.length, next.text);
  field.setSelectionRange(next.start, next.end);
}

/** Types text where the cursor stands, over what is selected. */
export function typeIn(field: HTMLTextAreaElement | null, text: string): void {
  if (field) typeOver(field, field.selectionStart, field.selectionEnd, text);
}

/** Types a sign that calls up a list: after a blank, which is put there when there is none. */
export function typeSign(field: HTMLTextAreaElement | null, sign: string): void {
  if (!field) return;
  const before = field.value.slice(0, field.selectionStart);
  typeIn(field, before === "" || /\s$/u.test(before) ? sign : ` ${sign}`);
}
