import { useEffect, useRef, useState } from "react";
import { createKeybindingsHandler } from "tinykeys";
import { create } from "zustand";
import { giveFocusBack, watchFocus } from "./focus-return.ts";
import { KEYMAP, type KeyId, type KeyPlace } from "./keymap.ts";
import { usePreferences } from "./preferences.ts";

type Act = {
  run: (event: KeyboardEvent) => void;
  /** false = exists, but not now (no conversation open, not allowed) */
  enabled?: boolean;
  /** offered in the palette too */
  palette?: boolean;
  /** not in text fields either, though it types nothing there: it is theirs (Ctrl+Z) */
  outsideFields?: boolean;
};

/** An act of the map of keys, which says its key and its place; `label` only where it has other words now. */
export type MappedAct = Act & { id: KeyId; label?: string };

/**
 * One act that a key starts. `keys` is tinykeys' notation ("e", "Shift+e", "g c", "$mod+k"); `label` a ready sentence, without it the map's.
 * Bindings with Ctrl/⌘ also work inside text fields; single letters never do.
 */
export type Binding = Act & { id: string; keys: string; place: KeyPlace; label?: string | undefined };

const bindingOf = (act: MappedAct | Binding): Binding => {
  if ("keys" in act) return act;
  const [keys, place] = KEYMAP[act.id];
  return { ...act, keys, place };
};

/** A key as it is written in a hint: "Shift+P". */
export const capsOf = (keys: string): string =>
  keys.replace(/(^|\+)[a-z]$/u, (letter) => letter.toUpperCase());

const useRegistry = create<{ bindings: Map<symbol, Binding[]> }>(() => ({ bindings: new Map() }));

/** All acts with a key that the screen offers at this moment, for the sheet and the palette. */
export const useBindings = (): Binding[] => [...useRegistry((state) => state.bindings).values()].flat();

/** Is the keystroke meant for a text field, an open menu or dialog, or the middle of a composed character? */
export function isTyping(event: Pick<KeyboardEvent, "isComposing" | "target">): boolean {
  if (event.isComposing) return true;
  const target = event.target as Partial<HTMLElement> | null;
  if (!target || typeof target.closest !== "function") return false;
  if (target.isContentEditable) return true;
  return (
    target.closest(
      "input:not([type=checkbox]):not([type=radio]), textarea, select, [role=menu], [role=listbox], [role=dialog], dialog",
    ) !== null
  );
}

/** Keys that type nothing work in text fields too. */
const isFree = (keys: string): boolean => /\$mod|Control|Meta|^F\d+$/u.test(keys);

/** Bindings for as long as the component is on the screen. The last one registered for the same keys wins. */
export function useKeys(acts: readonly (MappedAct | Binding)[]): void {
  const bindings = acts.map(bindingOf);
  const latest = useRef(bindings);
  latest.current = bindings;
  const shape = bindings
    .map(({ id, keys, label, enabled, palette }) => [id, keys, label, enabled !== false, palette].join("|"))
    .join("\n");
  useEffect(() => {
    const owner = Symbol("keys");
    const stable = latest.current.map((binding) => ({
      ...binding,
      run: (event: KeyboardEvent) => latest.current.find(({ id }) => id === binding.id)?.run(event),
    }));
    useRegistry.setState(({ bindings: all }) => ({ bindings: new Map(all).set(owner, stable) }));
    return () =>
      useRegistry.setState(({ bindings: all }) => {
        const rest = new Map(all);
        rest.delete(owner);
        return { bindings: rest };
      });
  }, [shape]);
}

/** What the keyboard does with these bindings: later ones win, letters stay out of text fields and can be switched off. */
export function handlerOf(
  bindings: readonly Binding[],
  singleKeys: () => boolean,
): (event: KeyboardEvent) => void {
  const table: Record<string, (event: KeyboardEvent) => void> = {};
  for (const binding of bindings) {
    if (binding.enabled === false) continue;
    const free = isFree(binding.keys);
    table[binding.keys] = (event) => {
      if (event.defaultPrevented) return;
      if ((!free || binding.outsideFields) && isTyping(event)) return;
      if (!free && !singleKeys()) return;
      event.preventDefault();
      binding.run(event);
    };
  }
  return createKeybindingsHandler(table, { ignore: (event) => event.isComposing });
}

/**
 * The keyboard while bindings come and go: between the two keys of "g s" a list may come onto the page, and the first one is remembered all
 * the same.
 */
export function keyboardOf(singleKeys: () => boolean): {
  bind: (bindings: readonly Binding[]) => void;
  press: (event: KeyboardEvent) => void;
} {
  const isSequence = ({ keys }: Binding): boolean => keys.includes(" ");
  let sequences: readonly Binding[] = [];
  let [followed, single] = [handlerOf([], singleKeys), handlerOf([], singleKeys)];
  return {
    bind: (bindings) => {
      const next = bindings.filter(isSequence);
      if (next.length !== sequences.length || next.some((binding, index) => binding !== sequences[index])) {
        sequences = next;
        followed = handlerOf(next, singleKeys);
      }
      single = handlerOf(
        bindings.filter((binding) => !isSequence(binding)),
        singleKeys,
      );
    },
    press: (event) => {
      followed(event);
      single(event);
    },
  };
}

let layers = 0;

/**
 * Silences single letters and Esc while something lies over the page, from the moment it was asked for: its code may still be on its way.
 * Afterwards the keyboard is where it was before.
 */
export function useLayer(isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return;
    layers++;
    return () => {
      layers--;
      giveFocusBack();
    };
  }, [isOpen]);
}

/** Listens to the keyboard for the whole page. Mounted once, by the shell. */
export function useKeyboard(): void {
  useEffect(watchFocus, []);
  const registered = useRegistry((state) => state.bindings);
  const [{ bind, press }] = useState(() =>
    keyboardOf(() => layers === 0 && usePreferences.getState().singleKeys),
  );
  useEffect(() => bind([...registered.values()].flat()), [bind, registered]);
  useEffect(() => {
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [press]);
}
