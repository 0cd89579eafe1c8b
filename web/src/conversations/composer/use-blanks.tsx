import { placesLeft } from "@balcao/core";
import { useRef, useState, type ReactElement, type RefObject } from "react";
import { lazyAhead } from "../../lib/ahead.ts";

const PlacesDialog = lazyAhead(async () => ({
  default: (await import("../quick-replies/places-dialog.tsx")).PlacesDialog,
}));

type Blanks = {
  /** goes on with the words once no blank of a quick reply is left in them, or they are wanted so */
  prepare: (then: (words: string) => void) => void;
  blanks: ReactElement | null;
};

/** Asks before words with blanks of a quick reply leave the field. `ready` gives the words; null = they cannot go. */
export function useBlanks(field: RefObject<HTMLTextAreaElement | null>, ready: () => string | null): Blanks {
  const [places, setPlaces] = useState<readonly string[]>([]);
  const goesOn = useRef<(words: string) => void>(() => undefined);
  const prepare = (then: (words: string) => void): void => {
    const words = ready();
    if (words === null) return;
    const left = placesLeft(words);
    goesOn.current = then;
    setPlaces(left);
    if (left.length === 0) then(words);
  };
  const goAsIs = (): void => {
    setPlaces([]);
    const words = ready();
    if (words !== null) goesOn.current(words);
  };
  /** the first blank is chosen, so that typing fills it */
  const fillFirst = (): void => {
    const [first = ""] = places;
    setPlaces([]);
    requestAnimationFrame(() => {
      const start = field.current?.value.indexOf(first) ?? -1;
      field.current?.focus();
      if (start >= 0) field.current?.setSelectionRange(start, start + first.length);
    });
  };
  const blanks = places.length > 0 ? <PlacesDialog places={places} fill={fillFirst} send={goAsIs} /> : null;
  return { prepare, blanks };
}
