/** A point on the map, in degrees; its name where the link told one. */
export type Place = { latitude: number; longitude: number; name: string | null };

export type PlaceReading =
  | { ok: true; place: Place }
  /** `short_link`: where it leads is known to its maker only, and nobody is asked; `none`: no point was found */
  | { ok: false; code: "none" | "short_link" };

const NUMBER = String.raw`[-+]?\d{1,3}(?:\.\d+)?`;
const PAIR = new RegExp(String.raw`^\s*(${NUMBER})\s*[,;\s/]\s*(${NUMBER})\s*$`, "u");
const COMMA_PAIR = /^\s*([-+]?\d{1,3},\d+)\s*[;\s/]\s*([-+]?\d{1,3},\d+)\s*$/u;
const SEXAGESIMAL =
  /^\s*(\d{1,3})°\s*(\d{1,2})['’′]\s*(\d{1,2}(?:[.,]\d+)?)(?:["”″]|'')\s*([NS])[,;\s]+(\d{1,3})°\s*(\d{1,2})['’′]\s*(\d{1,2}(?:[.,]\d+)?)(?:["”″]|'')\s*([EWLO])\s*$/iu;
const SHORT_LINK = /^https?:\/\/(?:maps\.app\.goo\.gl|goo\.gl\/maps|osm\.org\/go|g\.co)\b/iu;

const at = (latitude: number, longitude: number, name: string | null = null): Place | null =>
  Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude, name } : null;

const number = (text = ""): number => Number(text.replace(",", "."));

function typed(text: string): Place | null {
  const pair = PAIR.exec(text) ?? COMMA_PAIR.exec(text);
  if (pair) return at(number(pair[1]), number(pair[2]));
  const parts = SEXAGESIMAL.exec(text);
  if (!parts) return null;
  const degrees = (from: number): number =>
    number(parts[from]) + number(parts[from + 1]) / 60 + number(parts[from + 2]) / 3600;
  const sign = (mark = ""): 1 | -1 => (/[SWO]/iu.test(mark) ? -1 : 1);
  return at(sign(parts[4]) * degrees(1), sign(parts[8]) * degrees(5));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    // a sign cut in half: the text is taken as it was written
    return text;
  }
}

/** The value of a parameter behind `?`, `&` or `#`; null when there is none. */
function parameter(link: string, name: string): string | null {
  const found = new RegExp(String.raw`[?&#]${name}=([^&#]*)`, "u").exec(link)?.[1];
  return found === undefined ? null : decoded(found);
}

/** The pin of a link; where there is none, the middle of the map it shows. */
function linked(link: string): Place | null {
  const named = /\/place\/([^/@?]+)/u.exec(link)?.[1];
  const label = named === undefined ? null : decoded(named);
  const labelled = label === null ? null : typed(label);
  const name = labelled ? null : label;
  const pin = new RegExp(String.raw`!3d(${NUMBER})!4d(${NUMBER})`, "u").exec(link);
  if (pin) return at(number(pin[1]), number(pin[2]), name);
  const [latitude, longitude] = [parameter(link, "mlat"), parameter(link, "mlon")];
  if (latitude !== null && longitude !== null) return typed(`${latitude},${longitude}`);
  for (const key of ["q", "query", "ll", "destination", "sll"]) {
    const value = parameter(link, key);
    const place = value === null ? null : typed(value.replace(/^loc:/u, ""));
    if (place) return { ...place, name };
  }
  const middle = new RegExp(String.raw`@(${NUMBER}),(${NUMBER})`, "u").exec(link);
  if (middle) return at(number(middle[1]), number(middle[2]), name);
  const map = new RegExp(String.raw`#map=\d+(?:\.\d+)?/(${NUMBER})/(${NUMBER})`, "u").exec(link);
  return map ? at(number(map[1]), number(map[2])) : labelled;
}

/**
 * The point that a person means by what was pasted or typed: coordinates (decimal with point or comma, or degrees, minutes, seconds), a
 * `geo:` address, or a link of Google Maps, OpenStreetMap or Apple's maps. Nothing is looked up.
 */
export function readPlace(text: string): PlaceReading {
  const words = text.trim();
  const isLink = /^(?:https?:\/\/|geo:)/iu.test(words);
  const geo = /^geo:([^?;]*)/iu.exec(words)?.[1];
  const place = geo !== undefined ? typed(geo) : isLink ? linked(words) : typed(words);
  if (place) return { ok: true, place };
  return { ok: false, code: SHORT_LINK.test(words) ? "short_link" : "none" };
}
