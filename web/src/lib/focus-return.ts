/** What had the keyboard outside of layers, the last first: a menu's item is gone when its dialog closes, its button is not. */
let before: HTMLElement[] = [];
const MOST = 5;
const isIn = (target: EventTarget | null, places: string): boolean =>
  target instanceof Element && target.closest(places) !== null;

/** Remembers where the keyboard is, for `giveFocusBack`. Gives what ends it. */
export function watchFocus(): () => void {
  const enter = ({ target }: FocusEvent): void => {
    if (!(target instanceof HTMLElement) || isIn(target, "[role=dialog]")) return;
    before = [target, ...before.filter((other) => other !== target)].slice(0, MOST);
  };
  const leave = ({ target, relatedTarget }: FocusEvent): void => {
    // left on purpose, as by Esc in a field: then there is nothing to go back to
    if (relatedTarget === null && document.hasFocus() && !isIn(target, "[role=dialog], [role=menu]"))
      before = [];
  };
  document.addEventListener("focusin", enter);
  document.addEventListener("focusout", leave);
  return () => {
    document.removeEventListener("focusin", enter);
    document.removeEventListener("focusout", leave);
  };
}

/** Puts the keyboard where it was before a layer opened, unless it went somewhere else meanwhile. */
export function giveFocusBack(): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    before.find((element) => element.isConnected && element.checkVisibility())?.focus();
  });
}
