/** What Meta's window says of itself while somebody signs in (wire facts, section 12.3): the number chosen there, or that it was left. */
export type SignupNews = { kind: "chosen"; phoneNumberId: string | null } | { kind: "left" };

const isFacebook = (origin: string): boolean => {
  const host = URL.canParse(origin) ? new URL(origin) : null;
  return (
    host?.protocol === "https:" &&
    (host.hostname === "facebook.com" || host.hostname.endsWith(".facebook.com"))
  );
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** Reads a message of another window; null = it is not of Meta's, or says nothing that is of use. */
export function readSignupNews(origin: string, data: unknown): SignupNews | null {
  if (!isFacebook(origin)) return null;
  let told = data;
  if (typeof data === "string") {
    try {
      told = JSON.parse(data);
    } catch {
      // the window says other things, too, in forms of its own
      return null;
    }
  }
  if (!isObject(told) || told["type"] !== "WA_EMBEDDED_SIGNUP") return null;
  const { event } = told;
  if (event === "CANCEL" || event === "ERROR") return { kind: "left" };
  if (typeof event !== "string" || !event.startsWith("FINISH")) return null;
  const id = isObject(told["data"]) ? told["data"]["phone_number_id"] : null;
  return { kind: "chosen", phoneNumberId: typeof id === "string" && id !== "" ? id : null };
}
