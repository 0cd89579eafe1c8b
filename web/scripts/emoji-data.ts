import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Plugin } from "vite";

/** Where the pages find the emoji of a language: `/emoji/17/pt/data.json`. The number is that of emojibase-data. */
const PLACE = "emoji/17";
const LANGUAGES = ["pt", "en"] as const;
const FILES = ["data", "messages"] as const;
const require = createRequire(import.meta.url);

type Skin = { emoji: string; tone: unknown };
type Emoji = Record<string, unknown> & { skins?: Skin[] };

/** Only what the picker reads of each emoji: half the bytes. */
const slim = ({ emoji, group, subgroup, version, label, tags, skins }: Emoji): Emoji => ({
  emoji,
  group,
  subgroup,
  version,
  label,
  tags,
  ...(skins ? { skins: skins.map((skin) => ({ emoji: skin.emoji, tone: skin.tone })) } : {}),
});

function source(language: string, file: string): string {
  const text = readFileSync(require.resolve(`emojibase-data/${language}/${file}.json`), "utf8");
  return file === "data" ? JSON.stringify((JSON.parse(text) as Emoji[]).map(slim)) : text;
}

/** Serves the emoji's names and groups from our own server: nothing is fetched from elsewhere. */
export function emojiData(): Plugin {
  const files = new Map<string, () => string>(
    LANGUAGES.flatMap((language) =>
      FILES.map((file) => [`${PLACE}/${language}/${file}.json`, () => source(language, file)] as const),
    ),
  );
  return {
    name: "emoji-data",
    generateBundle() {
      for (const [fileName, read] of files) this.emitFile({ type: "asset", fileName, source: read() });
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const read = files.get((request.url ?? "").replace(/^\//u, "").split("?")[0] ?? "");
        if (!read) return next();
        response.setHeader("content-type", "application/json");
        response.end(read());
      });
    },
  };
}
