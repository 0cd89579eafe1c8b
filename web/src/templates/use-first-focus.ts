import { useEffect, useRef, type RefObject } from "react";

/** Puts the focus where the form wants it (`data-autofocus`) once its fields are there: a dialog looks only when it opens. */
export function useFirstFocus(isThere: boolean): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (isThere) form.current?.querySelector<HTMLElement>("[data-autofocus]")?.focus();
  }, [isThere]);
  return form;
}
