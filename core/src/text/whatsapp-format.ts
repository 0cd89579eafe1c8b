/** What WhatsApp's marks mean, as a small tree; how it looks is the screen's matter. */
export type Inline =
  | { type: "text"; text: string }
  | { type: "bold" | "italic" | "strike"; children: Inline[] }
  | { type: "code"; text: string }
  | { type: "link"; href: string; text: string };
export type Block =
  | { type: "paragraph"; children: Inline[] }
  | { type: "quote"; children: Inline[] }
  | { type: "bullets"; items: Inline[][] }
  | { type: "numbers"; start: number; items: Inline[][] }
  | { type: "preformatted"; text: string };

const MARKS = { "*": "bold", _: "italic", "~": "strike" } as const;
const LINK = /https?:\/\/[^\s<>"'`]+[^\s<>"'`.,;:!?)\]}*_~]/iu;
/** the same, only where one looks */
const LINK_HERE = new RegExp(LINK.source, "iuy");
const WORD = /[\p{L}\p{N}]/u;

function plain(text: string): Inline[] {
  const out: Inline[] = [];
  let rest = text;
  for (let hit = LINK.exec(rest); hit; hit = LINK.exec(rest)) {
    if (hit.index > 0) out.push({ type: "text", text: rest.slice(0, hit.index) });
    out.push({ type: "link", href: hit[0], text: hit[0] });
    rest = rest.slice(hit.index + hit[0].length);
  }
  if (rest !== "") out.push({ type: "text", text: rest });
  return out;
}

/** Where a mark opened at `from` closes: on the same line, after something that does not end with a blank, not inside a word. */
function closing(text: string, from: number, mark: string): number {
  for (let end = text.indexOf(mark, from + 2); end > 0; end = text.indexOf(mark, end + 1)) {
    if (!/\s/u.test(text[end - 1] ?? "") && !WORD.test(text[end + 1] ?? "")) return end;
  }
  return -1;
}

/** Where a code that begins at `from` ends, and a mark that opens there closes; -1 = nowhere. */
const endOf = (text: string, from: number, mark: string): number =>
  mark === "`" ? text.indexOf("`", from + 2) : closing(text, from, mark);

/** May something begin here with this mark? Where it ends is another matter. */
const opens = (text: string, from: number, mark: string): boolean =>
  mark === "`" ||
  (!WORD.test(text[from - 1] ?? "") && !/\s/u.test(text[from + 1] ?? " ") && text[from + 1] !== mark);

/** The marks of one line. Links are found first, so that an underscore in an address marks nothing. */
export function parseInline(text: string, depth = 0): Inline[] {
  const out: Inline[] = [];
  const unclosed = new Set<string>();
  let start = 0;
  let i = 0;
  const flush = (end: number): void => {
    if (end > start) out.push(...plain(text.slice(start, end)));
  };
  while (i < text.length) {
    LINK_HERE.lastIndex = i;
    const link = text[i] === "h" ? LINK_HERE.exec(text) : null;
    if (link) {
      i += link[0].length;
      continue;
    }
    const mark = text[i] ?? "";
    const mayOpen =
      (mark === "`" || (mark in MARKS && depth < 6)) && !unclosed.has(mark) && opens(text, i, mark);
    const end = mayOpen ? endOf(text, i, mark) : -1;
    // what nothing closes from here on, nothing closes further on: it is not looked for again
    if (mayOpen && end < 0) unclosed.add(mark);
    if (end > 0) {
      flush(i);
      const inner = text.slice(i + 1, end);
      if (mark === "`") out.push({ type: "code", text: inner });
      else out.push({ type: MARKS[mark as keyof typeof MARKS], children: parseInline(inner, depth + 1) });
      i = end + 1;
      start = i;
    } else i++;
  }
  flush(text.length);
  return out;
}

type LineKind = { kind: "quote" | "bullet" | "number" | "text"; body: string; number: number };

function lineKind(line: string): LineKind {
  const quote = /^>\s?(.*)$/u.exec(line);
  if (quote) return { kind: "quote", body: quote[1] ?? "", number: 0 };
  const bullet = /^[-*]\s+(\S.*)$/u.exec(line);
  if (bullet) return { kind: "bullet", body: bullet[1] ?? "", number: 0 };
  const numbered = /^(\d{1,3})\.\s+(\S.*)$/u.exec(line);
  if (numbered) return { kind: "number", body: numbered[2] ?? "", number: Number(numbered[1]) };
  return { kind: "text", body: line, number: 0 };
}

function lines(text: string): Block[] {
  const blocks: Block[] = [];
  for (const line of text.split("\n")) {
    const { kind, body, number } = lineKind(line);
    const children = parseInline(body);
    const last = blocks.at(-1);
    if (kind === "bullet") {
      if (last?.type === "bullets") last.items.push(children);
      else blocks.push({ type: "bullets", items: [children] });
    } else if (kind === "number") {
      if (last?.type === "numbers") last.items.push(children);
      else blocks.push({ type: "numbers", start: number, items: [children] });
    } else blocks.push({ type: kind === "quote" ? "quote" : "paragraph", children });
  }
  return blocks;
}

/** A message's text as blocks, one per line except lists and ```preformatted``` stretches. Any text is accepted. */
export function parseWhatsAppText(text: string): Block[] {
  return text.split(/```([\s\S]+?)```/u).flatMap((part, index): Block[] => {
    if (index % 2 === 1) return [{ type: "preformatted", text: part.replace(/^\n|\n$/gu, "") }];
    const trimmed = index > 0 ? part.replace(/^\n/u, "") : part;
    return trimmed === "" ? [] : lines(trimmed.replace(/\n$/u, ""));
  });
}
