import i18next, { type BackendModule } from "i18next";
import { part } from "./part.ts";
import { usePreferences } from "./preferences.ts";

export type Language = "pt-BR" | "en";

const catalogues = import.meta.glob<Record<string, unknown>>("../i18n/*.json", { import: "default" });

/** Large ones, and only of pages that fetch their own code anyway. */
const OF_PAGES: ReadonlySet<string> = new Set([
  "triggers",
  "tester",
  "reports",
  "contacts",
  "security",
  "audit",
]);

/** The catalogues of what opens over or beside the inbox. */
export const textsBesideInbox = (): string[] => [
  ...new Set(
    Object.keys(catalogues)
      .map((path) => /([\w-]+)\.(?:en|pt-BR)\.json$/u.exec(path)?.[1] ?? "")
      .filter((name) => name !== "" && !OF_PAGES.has(name)),
  ),
];

/** Fetches one catalogue of one language when it is first needed; the other language is never loaded. */
const backend: BackendModule = {
  type: "backend",
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = catalogues[`../i18n/${namespace}.${language}.json`];
    if (!load) {
      done(new Error(`no catalogue ${namespace}.${language}`), null);
      return;
    }
    // asked for until it comes: i18next gives up after some seconds, and the keys would stand on the screen
    part(load)().then(
      (texts) => done(null, texts as never),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), null),
    );
  },
};

/** The language chosen, else the browser's, else Portuguese. */
export function languageNow(): Language {
  const chosen = usePreferences.getState().language;
  if (chosen) return chosen;
  return navigator.languages.some((language) => language.startsWith("pt")) ||
    !navigator.language.startsWith("en")
    ? "pt-BR"
    : "en";
}

/** Starts the texts with the catalogues that every screen needs. */
export async function startI18n(): Promise<void> {
  await i18next.use(backend).init({
    lng: languageNow(),
    fallbackLng: false,
    supportedLngs: ["pt-BR", "en"],
    load: "currentOnly",
    ns: ["common", "desk"],
    defaultNS: "common",
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = i18next.language;
}

/** Switches the language of everything on the screen. */
export async function switchLanguage(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
