const LONGEST = 254;
const LONGEST_LOCAL = 64;
/** What may stand in an address; what people put around it in a sentence or a signature does not. */
const CANDIDATE = /[^\s<>()[\]{},;:"'|\\]+@[^\s<>()[\]{},;:"'|\\]+/gu;
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

/** The one e-mail address in what a customer wrote, in small letters; null when there is none, or more than one. */
export function emailIn(text: string): string | null {
  const found = Array.from(text.normalize("NFKC").matchAll(CANDIDATE), ([candidate]) =>
    candidate
      .toLowerCase()
      .replace(/^(mailto)?[*_~.]+/, "")
      .replace(/[*_~.!?]+$/, ""),
  );
  const [address, ...others] = [...new Set(found)];
  return address !== undefined && others.length === 0 && isEmail(address) ? address : null;
}

/** The six digits of a confirmation code, however they are grouped; null when the text is something else. */
export function codeIn(text: string): string | null {
  const digits = text.normalize("NFKC").replace(/[\s.*_-]+/g, "");
  return /^\d{6}$/.test(digits) ? digits : null;
}
