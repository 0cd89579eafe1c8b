import type { UserMessage } from "@balcao/simulator";

const CARD = {
  name: { formatted_name: "Rui Melo", first_name: "Rui" },
  phones: [{ phone: "+55 11 98765-0000", wa_id: "5511987650000", type: "CELL" }],
  org: { company: "Melo & Filhos" },
};
/** Every type that a customer sends, and the words that show it whole. */
export const SENT: [UserMessage, string][] = [
  [{ type: "text", text: "*Bom* dia\n- um\n- dois" }, "Bom dia"],
  [{ type: "image", media: { caption: "o vaso que quebrou" } }, "o vaso que quebrou"],
  [{ type: "video" }, ""],
  [{ type: "audio", media: { voice: true } }, "1×"],
  [{ type: "document", media: { fileName: `${"comprovante-".repeat(8)}.pdf` } }, "PDF ·"],
  [{ type: "sticker" }, ""],
  [
    { type: "location", location: { latitude: -23.56, longitude: -46.65, name: "Praça Clara" } },
    "Abrir no mapa",
  ],
  [{ type: "contacts", contacts: [CARD] }, "Nova conversa"],
  [
    {
      type: "order",
      order: {
        catalog_id: "612",
        product_items: [
          { product_retailer_id: "VASO-AZUL", quantity: 2, item_price: 19.9, currency: "BRL" },
          { product_retailer_id: "VASO", quantity: 1, item_price: 5, currency: "USD" },
        ],
      },
    },
    "39,80",
  ],
  [
    {
      type: "interactive",
      interactive: {
        type: "nfm_reply",
        nfm_reply: { name: "pesquisa", body: "Sent", response_json: '{"cor":"azul"}' },
      },
    },
    "cor",
  ],
  [
    {
      type: "interactive",
      interactive: {
        type: "call_permission_reply",
        call_permission_reply: { response: "accept", is_permanent: true, response_source: "user_action" },
      },
    },
    "permitiu ligações",
  ],
  [
    {
      type: "text",
      text: "vi o anúncio",
      referral: { source_type: "ad", source_url: "https://fb.me/abc", headline: "Vasos em oferta" },
    },
    "Veio de um anúncio",
  ],
  [{ type: "unsupported", unsupported: { type: "poll_creation" } }, "Peça ao cliente"],
  [{ type: "text", text: "x".repeat(400) }, "xxx"],
];
