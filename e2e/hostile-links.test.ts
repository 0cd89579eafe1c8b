import { parseWhatsAppText } from "@balcao/core";
import { expect, it } from "vitest";
import { webUrl } from "../web/src/lib/addresses.ts";
import { PAYLOADS } from "./hostile-payloads.ts";

it("no text of the corpus becomes a link that leads anywhere but the web", () => {
  const hrefs = PAYLOADS.flatMap((payload) => {
    const links: string[] = [];
    JSON.stringify(parseWhatsAppText(payload), (name, value: unknown) => {
      if (name === "href") links.push(String(value));
      return value;
    });
    const url = webUrl(payload);
    return url === null ? links : [...links, url];
  });
  expect(hrefs.length).toBeGreaterThan(10);
  expect(hrefs.filter((href) => !/^https?:\/\/[^/]/u.test(href))).toEqual([]);
});
