import { keepMedia } from "../media-store.ts";
import type { BusinessNumber, JsonObject } from "../model.ts";
import type { World } from "../world.ts";
import { mayText, unsupported } from "./check.ts";
import { GraphError } from "./graph-error.ts";

/** Longest texts of a business profile; Meta's OpenAPI (v23.0), BusinessProfile. */
const LONGEST: Record<string, number> = { about: 139, address: 256, description: 512, email: 128 };
const VERTICALS = [
  "UNDEFINED",
  "OTHER",
  "AUTO",
  "BEAUTY",
  "APPAREL",
  "EDU",
  "ENTERTAIN",
  "EVENT_PLAN",
  "FINANCE",
  "GROCERY",
  "GOVT",
  "HOTEL",
  "HEALTH",
  "NONPROFIT",
  "PROF_SERVICES",
  "RETAIL",
  "TRAVEL",
  "RESTAURANT",
  "ALCOHOL",
  "ONLINE_GAMBLING",
  "PHYSICAL_GAMBLING",
  "OTC_DRUGS",
];
const MOST_SITES = 2;
const LONGEST_SITE = 256;

/** What GET /{phone}/whatsapp_business_profile can say; the picture at an address of this server. */
export function profileNode(world: World, { profile, profilePicture }: BusinessNumber): JsonObject {
  if (profilePicture === null || !world.media.has(profilePicture)) return profile;
  return { ...profile, profile_picture_url: `${world.baseUrl}/__sim/media/${profilePicture}` };
}

/**
 * POST /{phone}/whatsapp_business_profile (12.5): lays the given parts over the profile; an empty text takes one away. The picture comes
 * by the handle of a resumable upload. Throws a GraphError, and changes nothing then.
 */
export function changeProfile(world: World, number: BusinessNumber, body: JsonObject): void {
  if (body.messaging_product !== "whatsapp")
    throw new GraphError(100, "The parameter messaging_product is required.");
  for (const [key, most] of Object.entries(LONGEST)) mayText(body[key], key, most);
  if (body.about === "") throw new GraphError(100, "Param about must be at least 1 character long.");
  if (body.vertical !== undefined && !VERTICALS.includes(String(body.vertical)))
    throw new GraphError(100, `Param vertical must be one of {${VERTICALS.join(", ")}}.`);
  checkSites(body.websites);
  const picture = pictureOf(world, body.profile_picture_handle);
  const next: JsonObject = { ...number.profile };
  for (const key of [...Object.keys(LONGEST), "vertical", "websites"]) {
    if (body[key] !== undefined) next[key] = body[key];
  }
  for (const [key, value] of Object.entries(next)) if (value === "") delete next[key];
  number.profile = next;
  if (picture)
    number.profilePicture = keepMedia(world, {
      ...picture,
      fileName: null,
      phoneNumberId: number.phoneNumberId,
      days: 30,
    }).id;
}

function pictureOf(world: World, handle: unknown): { bytes: Buffer; mimeType: string } | null {
  if (handle === undefined) return null;
  const uploaded = typeof handle === "string" ? world.uploads.handles.get(handle) : undefined;
  if (!uploaded)
    throw new GraphError(100, "Invalid parameter", "profile_picture_handle is no handle of an upload.");
  if (!uploaded.picture)
    throw new GraphError(
      100,
      "Invalid parameter",
      "The profile picture must be JPEG or PNG of at most 5 MB.",
    );
  return { bytes: uploaded.picture, mimeType: uploaded.type };
}

function checkSites(value: unknown): void {
  if (value === undefined) return;
  if (!Array.isArray(value)) throw unsupported("Param websites must be a JSON array.");
  const good = (site: unknown): boolean =>
    typeof site === "string" && site.length <= LONGEST_SITE && (site === "" || URL.canParse(site));
  if (value.length > MOST_SITES || !value.every(good))
    throw new GraphError(100, `Param websites must hold at most ${MOST_SITES} addresses.`);
}
