const LONGEST = 254;
const LONGEST_LOCAL = 64;
/** What people put around an address in a sentence or a signature; none of it stands in one. */
const AROUND = /[\s<>()[\]{},;:"'|\\]+/u;
/** Stops, and WhatsApp's marks, at the end of a word. */
const STOPS = new Set("*_~.!?");
const LOCAL = /^[a-z0-9!#$%&*+/=?^_`~-]+(\.[a-z0-9!#$%&*+/=?^_`~-]+)*$/;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;

/**
 * Is this an e-mail address that mail can be sent to, written in small letters? Narrower than the standard: no quoted names, no
 * addresses of machines, no letters beyond ASCII; what passes holds nothing that could end a line or begin another header.
 */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf("@");
  const local = text.slice(0, at);
  return (
    text.length <= LONGEST &&
    local.length <= LONGEST_LOCAL &&
    LOCAL.test(local) &&
    DOMAIN.test(text.slice(at + 1))
  );
}

function withoutStops(word: string): string {
  let end = word.length;
  while (end > 0 && STOPS.has(word.charAt(end - 1))) end -= 1;
  return word.slice(0, end);
}

/**
 * The one e-mail address in what a customer wrote, in small letters; null when there is none, or more than one. Word by word, in a time
 * that grows with the text alone: lanes ask it of whatever strangers write.
 */
export function emailIn(text: string): string | null {
  const found = text
    .normalize("NFKC")
    .split(AROUND)
    .filter((word) => word.slice(1, -1).includes("@"))
    .map((word) => withoutStops(word.toLowerCase().replace(/^(mailto)?[*_~.]+/, "")));
  const [address, ...others] = [...new Set(found)];
  return address !== undefined && others.length === 0 && isEmail(address) ? address : null;
}

/** The six digits of a confirmation code, however they are grouped; null when the text is something else. */
export function codeIn(text: string): string | null {
  const digits = text.normalize("NFKC").replace(/[\s.*_-]+/g, "");
  return /^\d{6}$/.test(digits) ? digits : null;
}
