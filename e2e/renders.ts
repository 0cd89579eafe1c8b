import type { Page } from "playwright-core";

/** As much of React's fiber as is looked at. */
type Fiber = {
  tag: number;
  flags: number;
  child: Fiber | null;
  sibling: Fiber | null;
  alternate: Fiber | null;
};

/**
 * Counts, from the next load of the page on, the components that React renders, by the hook it has for developer tools. The
 * numbers of tags and flags are React's own (ReactWorkTags.js, ReactFiberFlags.js).
 */
export async function countRenders(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const COMPONENTS = new Set([0, 1, 11, 14, 15]);
    const PERFORMED_WORK = 1;
    const counter = { renders: 0 };
    const walk = (fiber: Fiber | null): void => {
      for (let next = fiber; next; next = next.sibling) {
        if (COMPONENTS.has(next.tag) && next.flags & PERFORMED_WORK) counter.renders += 1;
        // the same child as before: React did not go there
        if (next.alternate?.child !== next.child) walk(next.child);
      }
    };
    Object.assign(globalThis, {
      renderCounter: counter,
      __REACT_DEVTOOLS_GLOBAL_HOOK__: {
        supportsFiber: true,
        renderers: new Map(),
        inject: () => 1,
        onCommitFiberRoot: (_renderer: number, root: { current: Fiber }) => walk(root.current),
        onCommitFiberUnmount: () => undefined,
        onPostCommitFiberRoot: () => undefined,
      },
    });
  });
}

/** How many components were rendered since the page was loaded. */
export const rendersOf = (page: Page): Promise<number> =>
  page.evaluate(
    () => (globalThis as unknown as { renderCounter: { renders: number } }).renderCounter.renders,
  );
