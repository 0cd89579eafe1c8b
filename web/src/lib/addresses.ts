/** Only an address of the web becomes a link, whatever a message says; null for what no browser could open. */
export const webUrl = (url: string | null): string | null =>
  url !== null && /^https?:\/\//iu.test(url) && URL.canParse(url) ? url : null;

/** A site that nobody has: a path stays on it, what leads elsewhere does not. */
const HERE = "https://here.invalid";

/**
 * A path of this desk, from what stands in an address bar; null for anything that would lead to another site. Browsers leave tabs and line ends
 * out of addresses and take "\\" for "/", so that they are asked.
 */
export function ownPath(value: unknown): string | null {
  if (typeof value !== "string" || !value.startsWith("/") || !URL.canParse(value, HERE)) return null;
  const { origin, pathname } = new URL(value, HERE);
  return origin === HERE && !pathname.startsWith("//") ? value : null;
}
