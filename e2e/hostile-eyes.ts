import type { BrowserContext, Page } from "playwright-core";

/** What happened in a page that no text may make happen. */
export type Happened = {
  dialogs: string[];
  /** what the Content Security Policy had to stop: a text got that far */
  violations: string[];
  /** to a host that is neither the desk nor the demo's phone */
  requests: string[];
  /** elements, handlers and addresses that were a text before */
  made: string[];
};

type Eyes = { dialogs: string[]; violations: string[] };

/** Watches everything that a window's pages do, from before their first script. `own`: hosts that they may ask. */
export async function watch(
  context: BrowserContext,
  own: readonly string[],
  happened: Happened,
): Promise<void> {
  await context.addInitScript(() => {
    const eyes: Eyes = { dialogs: [], violations: [] };
    Object.assign(globalThis, { hostileEyes: eyes });
    for (const name of ["alert", "confirm", "prompt", "print"])
      Object.assign(globalThis, {
        [name]: (text: unknown) => void eyes.dialogs.push(`${name} ${String(text)}`),
      });
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) => {
      // the inspection itself is told to the page as a text, which has no file
      if (blockedURI === "eval" && !sourceFile) return;
      eyes.violations.push(`${violatedDirective} ${blockedURI} ${sourceFile}`);
    });
  });
  await context.route(
    ({ protocol, host }) => /^(https?|wss?|ftp):$/u.test(protocol) && !own.includes(host),
    (route) => {
      happened.requests.push(route.request().url());
      return route.abort();
    },
  );
  context.on("page", (page) => listen(page, happened));
  for (const page of context.pages()) listen(page, happened);
}

function listen(page: Page, happened: Happened): void {
  page.on("dialog", (dialog) => {
    happened.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("console", (line) => {
    if (/content security policy/iu.test(line.text())) happened.violations.push(line.text());
  });
}

/**
 * Looks a page through for what was made out of a text, and takes down what its eyes saw. Answers which of `marks` stand nowhere in it: neither
 * in what it shows nor in a field, a title or the name of an element.
 */
export async function inspect(
  page: Page,
  where: string,
  happened: Happened,
  marks: readonly string[],
): Promise<string[]> {
  const found = await page.evaluate((wanted) => {
    const made: string[] = [];
    const add = (what: string, element: Element): void =>
      void made.push(`${what}: ${element.outerHTML.slice(0, 120)}`);
    const roots: ParentNode[] = [document];
    for (const root of roots)
      for (const element of root.querySelectorAll("*")) {
        if (element.shadowRoot) roots.push(element.shadowRoot);
        if (element.classList.contains("xss")) add("element", element);
        if (/^(object|embed|base|portal|fencedframe|frame|marquee|applet)$/iu.test(element.tagName))
          add("element", element);
        for (const { name, value } of element.attributes) {
          if (name.startsWith("on")) add(`handler ${name}`, element);
          if (/^(href|src|action|formaction|data|poster|ping|background|xlink:href)$/u.test(name)) {
            const url = URL.parse(value, location.href);
            // what a browser cannot read leads nowhere; a link may lead to the web, anything else only to the desk or its phone
            const isFine =
              url === null ||
              /^(blob:|mailto:|tel:|data:image\/(?!svg))/u.test(url.href) ||
              (/^https?:$/u.test(url.protocol) &&
                (element.tagName === "A" || url.hostname === location.hostname));
            if (!isFine) add(`address ${name}`, element);
          }
          if (name === "srcdoc") add("frame", element);
          if (name === "style" && /url\(|expression\(/u.test(value)) add("style", element);
        }
        if (element.tagName === "STYLE" && /evil\.example/u.test(element.textContent ?? ""))
          add("style", element);
        if (element.tagName === "SCRIPT" && !(element as HTMLScriptElement).src.startsWith(location.origin))
          if ((element as HTMLScriptElement).type !== "application/json") add("script", element);
      }
    const text = [
      document.title,
      document.documentElement.outerHTML,
      ...[...document.querySelectorAll("input, textarea")].map((field) => (field as HTMLInputElement).value),
    ].join("\n");
    const { dialogs, violations } = (globalThis as unknown as { hostileEyes: Eyes }).hostileEyes;
    return {
      made,
      dialogs: dialogs.splice(0),
      violations: violations.splice(0),
      missing: wanted.filter((mark) => !text.includes(mark)),
    };
  }, marks);
  happened.made.push(...found.made.map((one) => `${where}: ${one}`));
  happened.dialogs.push(...found.dialogs);
  happened.violations.push(...found.violations);
  return found.missing;
}
