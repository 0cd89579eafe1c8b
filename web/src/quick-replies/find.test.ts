import { expect, it } from "vitest";
import { findReplies } from "./find.ts";

const replies = [
  { shortcut: "endereco", title: "Endereço da loja" },
  { shortcut: "end-obra", title: "Endereço da obra" },
  { shortcut: "pix", title: "Chave do Pix" },
  { shortcut: "horário", title: "Quando abrimos" },
];
const found = (query: string): string[] => findReplies(replies, query).map(({ shortcut }) => shortcut);

it.each([
  ["", ["end-obra", "endereco", "horário", "pix"]],
  ["end", ["end-obra", "endereco"]],
  ["ENDERECO", ["endereco", "end-obra"]],
  ["horario", ["horário"]],
  ["abrimos", ["horário"]],
  ["chave", ["pix"]],
  ["ix", ["pix"]],
  ["nada", []],
])("finds by %j", (query, expected) => expect(found(query)).toEqual(expected));
