import type { JsonObject } from "../model.ts";
import { invalid, mayText, missing, needList, needObject, needText, onlyKeys, unsupported } from "./check.ts";

/** A media object carries an id or a link, never both. */
export function checkMediaReference(media: JsonObject, path: string): void {
  if (media.id === undefined && media.link === undefined) throw missing(`${path}['id'] or ${path}['link']`);
  if (media.id !== undefined && media.link !== undefined)
    throw unsupported(`Param ${path} must not have both id and link.`);
  if (media.link !== undefined && !/^https?:\/\/\S+$/.test(needText(media.link, `${path}['link']`, 2_048)))
    throw invalid(`${path}['link'] is not a valid URI.`);
  if (media.id !== undefined && typeof media.id !== "string" && typeof media.id !== "number")
    throw unsupported(`Param ${path}['id'] must be a string.`);
}

/** Checks an `interactive` object: limits of 7.2 and section 9. */
export function checkInteractive(content: JsonObject): void {
  onlyKeys(content, ["type", "header", "body", "footer", "action"], "interactive");
  const type = needText(content.type, "interactive['type']", 100);
  const check = ACTIONS[type];
  if (!check)
    throw unsupported(
      `Param interactive['type'] must be one of {${Object.keys(ACTIONS).join(", ")}} - got "${type}".`,
    );
  if (!BODY_OPTIONAL.has(type))
    needText(
      needObject(content.body, "interactive['body']").text,
      "interactive['body']['text']",
      type === "list" ? 4_096 : 1_024,
    );
  if (content.footer !== undefined)
    mayText(needObject(content.footer, "interactive['footer']").text, "interactive['footer']['text']", 60);
  if (type === "product_list" && content.header === undefined) throw missing("interactive['header']");
  if (type === "product" && content.header !== undefined)
    throw unsupported(`Unexpected key "header" on param "interactive".`);
  if (content.header !== undefined) checkHeader(needObject(content.header, "interactive['header']"), type);
  check(needObject(content.action, "interactive['action']"));
}

const BODY_OPTIONAL = new Set(["product"]);

const ACTIONS: Record<string, (action: JsonObject) => void> = {
  button: checkButtons,
  list: checkList,
  cta_url: (action) => {
    const parameters = needNamed(action, "cta_url");
    needText(parameters.display_text, "interactive['action']['parameters']['display_text']", 20);
    const url = needText(parameters.url, "interactive['action']['parameters']['url']", 2_000);
    if (!/^https?:\/\/\S+$/.test(url))
      throw invalid("interactive['action']['parameters']['url'] is not a valid URI.");
  },
  location_request_message: (action) => checkName(action, "send_location"),
  request_contact_info: (action) => checkName(action, "request_contact_info"),
  flow: (action) => {
    const parameters = needNamed(action, "flow");
    needText(parameters.flow_cta, "interactive['action']['parameters']['flow_cta']", 30);
    if (parameters.flow_message_version !== "3")
      throw invalid("interactive['action']['parameters']['flow_message_version'] must be \"3\".");
    if (parameters.flow_id === undefined && parameters.flow_name === undefined)
      throw missing("interactive['action']['parameters']['flow_id']");
    if (parameters.flow_id !== undefined && parameters.flow_name !== undefined)
      throw unsupported(
        "Param interactive['action']['parameters'] must not have both flow_id and flow_name.",
      );
  },
  call_permission_request: (action) => checkName(action, "call_permission_request"),
  voice_call: (action) => {
    const { display_text: label, ttl_minutes: minutes } = needNamed(action, "voice_call");
    mayText(label, "interactive['action']['parameters']['display_text']", 20);
    if (minutes !== undefined && !(Number.isInteger(minutes) && Number(minutes) > 0))
      throw invalid("interactive['action']['parameters']['ttl_minutes'] is not a number of minutes.");
  },
  product: (action) => {
    needText(action.catalog_id, "interactive['action']['catalog_id']", 100);
    needText(action.product_retailer_id, "interactive['action']['product_retailer_id']", 100);
  },
  product_list: checkProducts,
  catalog_message: (action) => {
    checkName(action, "catalog_message");
    if (action.parameters === undefined) return;
    const path = "interactive['action']['parameters']";
    const { thumbnail_product_retailer_id: thumbnail } = needObject(action.parameters, path);
    needText(thumbnail, `${path}['thumbnail_product_retailer_id']`, 100);
  },
  carousel: (action) => void needList(action.cards, "interactive['action']['cards']", 2, 10),
  address_message: () => {},
};

function checkName(action: JsonObject, name: string): void {
  if (action.name !== name) throw invalid(`interactive['action']['name'] must be "${name}".`);
}

function needNamed(action: JsonObject, name: string): JsonObject {
  checkName(action, name);
  return needObject(action.parameters, "interactive['action']['parameters']");
}

function checkHeader(header: JsonObject, type: string): void {
  const kind = needText(header.type, "interactive['header']['type']", 20);
  if (kind === "text") {
    needText(header.text, "interactive['header']['text']", 60);
    return;
  }
  if (type === "list" || !["image", "video", "document", "gif"].includes(kind))
    throw invalid(`interactive['header']['type'] "${kind}" is not allowed here.`);
  checkMediaReference(
    needObject(header[kind], `interactive['header']['${kind}']`),
    `interactive['header']['${kind}']`,
  );
}

function checkButtons(action: JsonObject): void {
  const buttons = needList(action.buttons, "interactive['action']['buttons']", 1, 3);
  const ids = new Set<string>();
  const titles = new Set<string>();
  for (const [index, button] of buttons.entries()) {
    const path = `interactive['action']['buttons'][${index}]`;
    const one = needObject(button, path);
    if (one.type !== "reply") throw unsupported(`Param ${path}['type'] must be one of {REPLY}.`);
    const reply = needObject(one.reply, `${path}['reply']`);
    unique(ids, needText(reply.id, `${path}['reply']['id']`, 256), "Duplicated button id");
    unique(titles, needText(reply.title, `${path}['reply']['title']`, 20), "Duplicated button title");
  }
}

function checkList(action: JsonObject): void {
  needText(action.button, "interactive['action']['button']", 20);
  const sections = needList(action.sections, "interactive['action']['sections']", 1, 10);
  const ids = new Set<string>();
  for (const [index, section] of sections.entries()) {
    const path = `interactive['action']['sections'][${index}]`;
    const one = needObject(section, path);
    if (sections.length > 1) needText(one.title, `${path}['title']`, 24);
    else mayText(one.title, `${path}['title']`, 24);
    for (const [at, item] of needList(one.rows, `${path}['rows']`, 1, 10).entries()) {
      const row = needObject(item, `${path}['rows'][${at}]`);
      unique(ids, needText(row.id, `${path}['rows'][${at}]['id']`, 200), "Duplicated row id");
      needText(row.title, `${path}['rows'][${at}]['title']`, 24);
      mayText(row.description, `${path}['rows'][${at}]['description']`, 72);
    }
  }
  if (ids.size > 10) throw invalid("Total row count exceed max allowed count: 10");
}

function checkProducts(action: JsonObject): void {
  needText(action.catalog_id, "interactive['action']['catalog_id']", 100);
  const sections = needList(action.sections, "interactive['action']['sections']", 1, 10);
  let count = 0;
  for (const [index, section] of sections.entries()) {
    const path = `interactive['action']['sections'][${index}]`;
    const one = needObject(section, path);
    if (sections.length > 1) needText(one.title, `${path}['title']`, 24);
    else mayText(one.title, `${path}['title']`, 24);
    for (const [at, item] of needList(one.product_items, `${path}['product_items']`, 1, 30).entries()) {
      const product = needObject(item, `${path}['product_items'][${at}]`);
      needText(product.product_retailer_id, `${path}['product_items'][${at}]['product_retailer_id']`, 100);
      count++;
    }
  }
  if (count > 30) throw invalid("Total product count exceed max allowed count: 30");
}

function unique(seen: Set<string>, value: string, complaint: string): void {
  if (seen.has(value)) throw invalid(complaint);
  seen.add(value);
}
