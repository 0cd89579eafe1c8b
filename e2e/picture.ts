import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";

/*
 * Pictures of the screen that are kept beside the tests, and compared with what the screen shows now. Text is drawn with the fonts of the
 * machine: where these are others than those of the kept pictures, nothing can be compared (see `drawsAlike`).
 * `UPDATE_PICTURES=1 npm test -- --project e2e <file>` takes them anew; look at them before they are committed.
 */

const KEPT = new URL("pictures/", import.meta.url).pathname;
const TAKEN = new URL("../test-results/pictures/", import.meta.url).pathname;
const FONTS = `${KEPT}fonts.txt`;
const isUpdate = process.env["UPDATE_PICTURES"] === "1";

/** A pixel differs when a channel does by more than this, a tile of so many pixels' edge when more than this part of it does. */
const LIMITS = { channel: 48, tile: 32, part: 0.06 };

/** How wide this machine draws what the pictures hold: letters, digits, bold, and emoji. */
const fontsOf = (page: Page): Promise<number[]> =>
  page.evaluate(() => {
    const pen = document.createElement("canvas").getContext("2d");
    const family = getComputedStyle(document.body).fontFamily;
    return ["400", "700"].flatMap((weight) =>
      ["Ação à vista: R$ 1.234,56", "😀🙏❤️", "código"].map((words, index) => {
        if (!pen) return 0;
        pen.font = `${weight} 100px ${index === 2 ? "monospace" : family}`;
        return Math.round(pen.measureText(words).width);
      }),
    );
  });

/** Does this machine draw text as the one where the kept pictures were taken? */
export async function drawsAlike(page: Page): Promise<boolean> {
  const fonts = (await fontsOf(page)).join(" ");
  if (isUpdate) {
    mkdirSync(KEPT, { recursive: true });
    writeFileSync(FONTS, `${fonts}\n`);
  }
  return existsSync(FONTS) && readFileSync(FONTS, "utf8").trim() === fonts;
}

/** What differs: corners of tiles, in pixels, and the taken picture with these tiles framed; or that the sizes do. */
type Comparison = { sizes: string | null; tiles: { x: number; y: number }[]; marked: string };

/** Compares two PNGs in the browser, which can decode them. */
const compare = (page: Page, kept: Buffer, taken: Buffer): Promise<Comparison> =>
  page.evaluate(
    async ({ files, limits }) => {
      const [one, two] = await Promise.all(
        files.map(async (file) => {
          const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
          return createImageBitmap(new Blob([bytes], { type: "image/png" }));
        }),
      );
      if (!one || !two) throw new Error("two pictures are compared");
      const { width, height } = two;
      const canvas = document.createElement("canvas");
      Object.assign(canvas, { width, height });
      const pen = canvas.getContext("2d", { willReadFrequently: true });
      if (!pen) throw new Error("this browser draws on no canvas");
      const pixels = (bitmap: ImageBitmap): Uint8ClampedArray => {
        pen.drawImage(bitmap, 0, 0);
        return pen.getImageData(0, 0, width, height).data;
      };
      const tiles: { x: number; y: number }[] = [];
      if (one.width === width && one.height === height) {
        const [before, now] = [pixels(one), pixels(two)];
        const differs = (at: number): boolean =>
          [0, 1, 2].some(
            (channel) => Math.abs((before[at + channel] ?? 0) - (now[at + channel] ?? 0)) > limits.channel,
          );
        for (let y = 0; y < height; y += limits.tile)
          for (let x = 0; x < width; x += limits.tile) {
            let count = 0;
            for (let row = y; row < Math.min(y + limits.tile, height); row++)
              for (let column = x; column < Math.min(x + limits.tile, width); column++)
                if (differs((row * width + column) * 4)) count++;
            if (count > limits.tile ** 2 * limits.part) tiles.push({ x, y });
          }
      }
      pen.drawImage(two, 0, 0);
      pen.strokeStyle = "red";
      for (const { x, y } of tiles) pen.strokeRect(x, y, limits.tile, limits.tile);
      return {
        sizes:
          one.width === width && one.height === height
            ? null
            : `${one.width}×${one.height} kept, ${width}×${height} now`,
        tiles,
        marked: canvas.toDataURL().slice("data:image/png;base64,".length),
      };
    },
    { files: [kept.toString("base64"), taken.toString("base64")], limits: LIMITS },
  );

/**
 * Where this part of the screen differs from the kept picture of that name, in words: what stands there, by `[data-entry]`. What is taken
 * and marked is then in test-results/pictures.
 */
export async function differences(page: Page, part: Locator, name: string): Promise<string[]> {
  const taken = await part.screenshot({ animations: "disabled", caret: "hide" });
  const file = `${KEPT}${name}.png`;
  if (isUpdate) {
    writeFileSync(file, taken);
    return [];
  }
  if (!existsSync(file)) return [`${file} is missing: take it with UPDATE_PICTURES=1`];
  const { sizes, tiles, marked } = await compare(page, readFileSync(file), taken);
  if (sizes === null && tiles.length === 0) return [];
  mkdirSync(TAKEN, { recursive: true });
  writeFileSync(`${TAKEN}${name}.png`, Buffer.from(marked, "base64"));
  const entries = await part.evaluate((frame) => {
    const { top } = frame.getBoundingClientRect();
    return [...frame.querySelectorAll<HTMLElement>("[data-entry]")].map((entry) => {
      const box = entry.getBoundingClientRect();
      return { from: box.top - top, to: box.bottom - top, words: entry.innerText.slice(0, 60) };
    });
  });
  const at = tiles.map(({ y }) => entries.find(({ to }) => to > y)?.words ?? "the foot");
  return [...(sizes === null ? [] : [sizes]), ...new Set(at), `see ${TAKEN}${name}.png`];
}
