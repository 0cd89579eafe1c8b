import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The first is the one that is written first. */
const LANGUAGES = ["pt-BR", "en"];
/** Portuguese uses _many from a million on; _zero is the sentence for nothing there. A missing one shows a key to somebody. */
const PLURALS = ["zero", "one", "many", "other"];
const PLURAL = /_(zero|one|two|few|many|other)$/;

/** @param {unknown} node @param {string} prefix @returns {[string, string][]} key and text, nested keys joined by dots */
function texts(node, prefix = "") {
  if (typeof node === "string") return [[prefix, node]];
  if (typeof node !== "object" || node === null) return [[prefix, ""]];
  return Object.entries(node).flatMap(([key, value]) => texts(value, prefix ? `${prefix}.${key}` : key));
}

/** @param {string} text @returns {string} the names it is filled with, sorted */
const blanks = (text) =>
  [...text.matchAll(/{{-?\s*([\w.]+)/g)]
    .map((match) => match[1])
    .sort()
    .join(", ");

/**
 * @param {string} folder of `<namespace>.<language>.json`
 * @returns {string} what is missing in one language or the other, one a line
 */
export function checkCatalogues(folder) {
  if (!existsSync(folder)) return `${folder} is gone: where are the texts?`;
  const names = new Set(
    readdirSync(folder)
      .filter((file) => file.endsWith(".json"))
      .map((file) => file.replace(/\.[^.]+\.json$/, "")),
  );
  if (names.size === 0) return `${folder} holds no catalogue.`;
  return [...names].flatMap((name) => checkNamespace(folder, name)).join("\n");
}

/** @param {string} folder @param {string} name @returns {string[]} */
function checkNamespace(folder, name) {
  const wrong = [];
  const catalogues = LANGUAGES.map((language) => {
    const path = join(folder, `${name}.${language}.json`);
    return {
      language,
      entries: new Map(existsSync(path) ? texts(JSON.parse(readFileSync(path, "utf8"))) : []),
    };
  });
  const keys = new Set(catalogues.flatMap(({ entries }) => [...entries.keys()]));
  for (const key of keys) {
    const found = catalogues.map(({ entries }) => entries.get(key));
    catalogues.forEach(({ language }, index) => {
      if (found[index] === undefined) wrong.push(`${name}.${language}.json: ${key} is missing`);
      else if (found[index]?.trim() === "") wrong.push(`${name}.${language}.json: ${key} is empty`);
    });
    const [first, second] = found;
    // "one" may leave the number out
    if (first !== undefined && second !== undefined && !PLURAL.test(key) && blanks(first) !== blanks(second))
      wrong.push(
        `${name}: ${key} is filled with {${blanks(first)}} in ${LANGUAGES[0]} and {${blanks(second)}} in ${LANGUAGES[1]}`,
      );
  }
  for (const family of new Set(
    [...keys].filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, "")),
  ))
    for (const form of PLURALS)
      if (!keys.has(`${family}_${form}`)) wrong.push(`${name}: ${family}_${form} is missing`);
  return wrong;
}
