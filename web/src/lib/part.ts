import { lazyRouteComponent } from "@tanstack/react-router";
import { lazy, type ComponentType, type LazyExoticComponent } from "react";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** Answers of an unchanged desk after which a part that still does not come is given up: it is broken, not late. */
const MOST_ANSWERED = 6;

/** A part of the program that does not come from a desk that answers: it was updated while the page was open. Only loading the page helps. */
export class PartGone extends Error {
  override name = "PartGone";
}

/** What the browsers (TypeError) and Vite's preloading of styles say of a file that did not come; an error inside a part is another. */
const isMissing = (error: unknown): boolean =>
  error instanceof TypeError || (error instanceof Error && error.message.startsWith("Unable to preload CSS"));

/** After a while, or as soon as the line is back. */
function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const over = new AbortController();
    const go = (): void => {
      over.abort();
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(go, ms);
    addEventListener("online", go, { signal: over.signal });
  });
}

/** What the desk serves now: the program that this page runs, another one, or nothing at all. */
async function whatIsServed(): Promise<"same" | "other" | "nothing"> {
  const own = document.querySelector<HTMLScriptElement>('script[type="module"][src]');
  try {
    const answer = await fetch("/", { cache: "no-store" });
    if (!answer.ok || !own) return "nothing";
    return (await answer.text()).includes(new URL(own.src).pathname) ? "same" : "other";
  } catch {
    return "nothing";
  }
}

/** Vite asks for a sheet of styles once, whatever became of it: those that did not come are put into the page anew, and waited for. */
async function mendStyles(): Promise<void> {
  const missing = [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].filter(
    ({ sheet }) => !sheet,
  );
  await Promise.all(
    missing.map(
      (link) =>
        new Promise<void>((resolve, reject) => {
          const anew = link.cloneNode() as HTMLLinkElement;
          anew.addEventListener("load", () => resolve());
          anew.addEventListener("error", () => reject(new TypeError(`${anew.href} did not come`)));
          link.replaceWith(anew);
        }),
    ),
  );
}

/**
 * Fetches a part of the program again until it comes: a line that is down for a moment must not leave a page of errors behind, since React
 * keeps what was refused for good, and the router loads the page again, which without a line is its end. Throws PartGone when the desk
 * answers and the part will not come, and what a part throws that came.
 */
export function part<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => {
    let answered = 0;
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      try {
        if (waitMs > FIRST_WAIT_MS) await mendStyles();
        return await load();
      } catch (error) {
        if (!isMissing(error)) throw error;
        await wait(waitMs);
        const served = await whatIsServed();
        if (served === "same") answered += 1;
        if (served === "other" || answered === MOST_ANSWERED)
          throw new PartGone("a part does not come", { cause: error });
      }
    }
  };
}

// oxlint-disable-next-line typescript/no-explicit-any -- as React's own `lazy`
export const lazyPart = <T extends ComponentType<any>>(
  load: () => Promise<{ default: T }>,
): LazyExoticComponent<T> => lazy(part(load));

/** A page of the router whose code is fetched when it is near. */
export const pagePart: typeof lazyRouteComponent = (load, name) => lazyRouteComponent(part(load), name);
