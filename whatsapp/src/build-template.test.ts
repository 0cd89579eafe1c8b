import { describe, expect, it } from "vitest";
import { buildRequest } from "./build-request.ts";
import type { OutgoingTemplate } from "./build-template.ts";

const sent = (parameters: Partial<OutgoingTemplate["parameters"]>): unknown =>
  buildRequest(
    {
      type: "template",
      name: "pedido_enviado",
      language: "pt_BR",
      parameters: { header: null, body: [], buttons: [], ...parameters },
    },
    { recipient: { kind: "phone", value: "5511987654321" }, opaque: "msg-1", quotedWamid: null },
  )["template"];
const common = { name: "pedido_enviado", language: { code: "pt_BR" } };

describe("a template on the wire (wire facts, section 7.2)", () => {
  it("has no components when nothing is filled in", () => {
    expect(sent({})).toEqual(common);
  });

  it("fills texts by their order, and named ones by their name", () => {
    const body = [{ name: null, text: "Lia" }];
    expect(sent({ header: { kind: "text", texts: [{ name: "numero", text: "A-77" }] }, body })).toEqual({
      ...common,
      components: [
        { type: "header", parameters: [{ type: "text", parameter_name: "numero", text: "A-77" }] },
        { type: "body", parameters: [{ type: "text", text: "Lia" }] },
      ],
    });
  });

  it("names the button that is filled in", () => {
    const buttons = [
      { index: 1, kind: "url", text: "A77" },
      { index: 2, kind: "copy_code", text: "BLUE10" },
    ] as const;
    expect(sent({ buttons: [...buttons] })).toEqual({
      ...common,
      components: [
        { type: "button", sub_type: "url", index: "1", parameters: [{ type: "text", text: "A77" }] },
        {
          type: "button",
          sub_type: "copy_code",
          index: "2",
          parameters: [{ type: "coupon_code", coupon_code: "BLUE10" }],
        },
      ],
    });
  });

  it("gives a header its file by its address, or its place on the map", () => {
    const link = "https://loja.example/nota.pdf";
    expect(sent({ header: { kind: "document", link } })).toEqual({
      ...common,
      components: [{ type: "header", parameters: [{ type: "document", document: { link } }] }],
    });
    const place = { latitude: -23.56, longitude: -46.65, name: "Loja", address: "Rua Um, 10" };
    expect(sent({ header: { kind: "location", ...place } })).toEqual({
      ...common,
      components: [{ type: "header", parameters: [{ type: "location", location: place }] }],
    });
  });
});
