import i18next, { type FlatNamespace, type TFunction, type TOptions } from "i18next";
import { createContext, useContext } from "react";

/** The language of all that is drawn below; see `Surroundings`. */
export const LanguageContext = createContext<string | null>(null);

type Names = FlatNamespace | readonly [FlatNamespace, ...FlatNamespace[]];
type Texts<N extends Names> = {
  t: TFunction<N>;
  i18n: { readonly language: string };
};

const made = new Map<string, Texts<"common">>();
const waits = new Map<string, Promise<void>>();

type Look = (key: string, options?: TOptions) => string;

/** A `t` that looks sentences without places up once: a list and a thread ask for the same few hundreds of times. */
function remembering(look: Look): Look {
  const known = new Map<string, string>();
  return (key: string, options?: TOptions): string => {
    if (options) return look(key, options);
    const text = known.get(key) ?? look(key);
    known.set(key, text);
    return text;
  };
}

/** Resolves when the catalogues are there, or cannot be had; always the same promise while they are on their way. */
function wait(id: string, names: readonly FlatNamespace[]): Promise<void> {
  const known = waits.get(id);
  if (known) return known;
  const loading = i18next.loadNamespaces([...names]).then(() => void waits.delete(id));
  waits.set(id, loading);
  return loading;
}

function textsOf(language: string, id: string, names: readonly FlatNamespace[]): Texts<"common"> {
  const place = `${language} ${id}`;
  const known = made.get(place);
  if (known) return known;
  // oxlint-disable-next-line typescript/only-throw-error -- what Suspense waits for
  if (!names.every((name) => i18next.hasLoadedNamespace(name))) throw wait(place, names);
  const t = remembering(i18next.getFixedT(language, names[0] as "common") as unknown as Look);
  const texts = { t: t as unknown as TFunction<"common">, i18n: { language } };
  made.set(place, texts);
  return texts;
}

/** The texts of a catalogue that every page has, in one language. */
export const textsIn = <N extends "common" | "desk">(language: string, name: N): TFunction<N> =>
  textsOf(language, name, [name]).t as unknown as TFunction<N>;

/**
 * The texts of these catalogues, the first of which needs no name before its keys, and the language. Waits (Suspense) for what is not loaded.
 *
 * react-i18next does the same with ten hooks, a subscription and a proxy for each component that asks; to open a conversation, some two
 * hundred do. Here it is one context: the language changes for the whole page or not at all.
 */
export function useTranslation<const N extends Names = "common">(names?: N): Texts<N> {
  const language = useContext(LanguageContext) ?? i18next.language;
  const list: readonly FlatNamespace[] =
    names === undefined
      ? ["common"]
      : typeof names === "string"
        ? [names]
        : (names as readonly FlatNamespace[]);
  return textsOf(language, list.join(), list) as unknown as Texts<N>;
}
