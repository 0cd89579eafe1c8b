import { h } from "./dom.js";

const RULES = [
  { test: /```([\s\S]+?)```/, make: (inner) => h("code", {}, inner) },
  { test: /`([^`\n]+)`/, make: (inner) => h("code", {}, inner) },
  {
    test: /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/,
    make: (_inner, whole) => h("a", { href: whole, target: "_blank", rel: "noopener noreferrer" }, whole),
  },
  {
    test: /(?<![\p{L}\p{N}])\*(\S(?:[^*\n]*\S)?)\*(?![\p{L}\p{N}])/u,
    make: (inner) => h("strong", {}, ...formatText(inner)),
  },
  {
    test: /(?<![\p{L}\p{N}])_(\S(?:[^_\n]*\S)?)_(?![\p{L}\p{N}])/u,
    make: (inner) => h("em", {}, ...formatText(inner)),
  },
  {
    test: /(?<![\p{L}\p{N}])~(\S(?:[^~\n]*\S)?)~(?![\p{L}\p{N}])/u,
    make: (inner) => h("s", {}, ...formatText(inner)),
  },
];

/** WhatsApp's marks (*bold* _italic_ ~strike~ `code`) and links as nodes; never HTML from the text. */
export function formatText(text) {
  const nodes = [];
  let rest = text;
  while (rest !== "") {
    const found = RULES.map((rule) => ({ rule, match: rule.test.exec(rest) }))
      .filter(({ match }) => match)
      .sort((a, b) => a.match.index - b.match.index)[0];
    if (!found) break;
    const { rule, match } = found;
    nodes.push(rest.slice(0, match.index), rule.make(match[1], match[0]));
    rest = rest.slice(match.index + match[0].length);
  }
  nodes.push(rest);
  return nodes.filter((node) => node !== "");
}

/** True for one to three emoji and nothing else. */
export function isBigEmoji(text) {
  return /^(?:\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier}|\u200D\p{Extended_Pictographic})*\s*){1,3}$/u.test(
    text,
  );
}
