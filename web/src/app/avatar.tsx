import type { ReactElement, ReactNode } from "react";
import classes from "./avatar.module.css";

const HUES = 10;

/** "Maria Souza" → "MS"; a phone or nothing gives an empty string. Emoji and marks are not initials. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/u).filter((word) => /^\p{L}/u.test(word));
  const first = words[0];
  if (!first) return "";
  const last = words.length > 1 ? words[words.length - 1] : undefined;
  return `${Array.from(first)[0] ?? ""}${last ? (Array.from(last)[0] ?? "") : ""}`.toLocaleUpperCase();
}

/** A number from 0 to 9 that is always the same for one id. */
export function hueOf(id: string): number {
  let sum = 0;
  for (let index = 0; index < id.length; index++) sum = (sum * 31 + id.charCodeAt(index)) >>> 0;
  return sum % HUES;
}

/** Initials on a colour of one's own. Decoration: the name stands beside it. */
export function Avatar({
  id,
  name,
  size = 40,
  children,
}: {
  id: string;
  name: string;
  size?: number;
  children?: ReactNode;
}): ReactElement {
  const initials = initialsOf(name);
  return (
    <span className={classes.avatar} data-hue={hueOf(id)} data-size={size} aria-hidden>
      {initials || (
        <svg viewBox="0 0 24 24" width="55%" fill="currentColor">
          <circle cx="12" cy="8" r="4.2" />
          <path d="M4 20.5c0-4 3.6-6.5 8-6.5s8 2.5 8 6.5c0 .3-.2.5-.5.5h-15a.5.5 0 0 1-.5-.5Z" />
        </svg>
      )}
      {children}
    </span>
  );
}
