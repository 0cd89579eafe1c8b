import { either, list, one, record, number, text, type Shape } from "./shape.ts";

/** Interactive messages of 7.2 beside buttons and lists, in our own words; products by Meta's OpenAPI. */

const said = record({ text: text({ least: 1, most: 1024 }) });
const header = record({ type: one("text"), text: text({ least: 1, most: 60 }) });
const footer = record({ text: text({ least: 1, most: 60 }) });
const label = text({ least: 1, most: 20 });
const product = text({ least: 1, most: 100 });
const CATALOG = text({ like: /^\d{5,20}$/ });

const asking = (type: string, name: string): Shape =>
  record({ type: one(type), body: said, action: record({ name: one(name) }) });
const flow = (by: "flow_id" | "flow_name"): Shape =>
  record(
    {
      flow_message_version: one("3"),
      [by]: text({ least: 1 }),
      flow_cta: label,
      flow_token: text({ least: 1 }),
      mode: one("published"),
      flow_action: one("navigate"),
    },
    {
      flow_action_payload: record(
        { screen: text({ least: 1 }) },
        { data: (value) => (Object.keys(Object(value)).length > 0 ? [] : ["data is empty"]) },
      ),
    },
  );

export const INTERACTIVE: readonly Shape[] = [
  record(
    {
      type: one("cta_url"),
      body: said,
      action: record({
        name: one("cta_url"),
        parameters: record({ display_text: label, url: text({ like: /^https:\/\// }) }),
      }),
    },
    { header, footer },
  ),
  asking("location_request_message", "send_location"),
  asking("request_contact_info", "request_contact_info"),
  asking("call_permission_request", "call_permission_request"),
  record({
    type: one("voice_call"),
    body: said,
    action: record({
      name: one("voice_call"),
      parameters: record({ display_text: label, ttl_minutes: number }, { payload: text({ most: 512 }) }),
    }),
  }),
  record(
    {
      type: one("flow"),
      body: said,
      action: record({ name: one("flow"), parameters: either(flow("flow_id"), flow("flow_name")) }),
    },
    { header, footer },
  ),
  record(
    { type: one("product"), action: record({ catalog_id: CATALOG, product_retailer_id: product }) },
    { body: said, footer },
  ),
  record(
    {
      type: one("product_list"),
      header,
      body: said,
      action: record({
        catalog_id: CATALOG,
        sections: list(
          record(
            { product_items: list(record({ product_retailer_id: product }), { least: 1, most: 30 }) },
            { title: text({ least: 1, most: 24 }) },
          ),
          { least: 1, most: 10 },
        ),
      }),
    },
    { footer },
  ),
  record(
    {
      type: one("catalog_message"),
      body: said,
      action: record(
        { name: one("catalog_message") },
        { parameters: record({ thumbnail_product_retailer_id: product }) },
      ),
    },
    { footer },
  ),
];
