import { lazy, Suspense, type ReactElement } from "react";
import { renderToString } from "react-dom/server";
import { expect, it } from "vitest";
import { ahead, markedAhead } from "./ahead.ts";

const part = (): { load: () => Promise<{ default: () => ReactElement }>; drawn: () => string } => {
  const load = ahead(async () => ({ default: () => <p>o diálogo</p> }));
  const Part = lazy(load);
  return {
    load,
    drawn: () =>
      renderToString(
        <Suspense fallback="espera">
          <Part />
        </Suspense>,
      ),
  };
};

it("a part that was fetched ahead is drawn at once, without the wait that React adds to what is late", async () => {
  const late = part();
  expect(late.drawn()).toContain("espera");
  const early = part();
  await Promise.all([...markedAhead].map((load) => load()));
  expect(early.drawn()).toContain("o diálogo");
  expect((await early.load()).default).toBeTypeOf("function");
});
