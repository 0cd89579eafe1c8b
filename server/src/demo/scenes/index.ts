import type { Person, Scene } from "../script.ts";
import { bot } from "./bot.ts";
import { closed } from "./closed.ts";
import { comercial } from "./comercial.ts";
import { suporte } from "./suporte.ts";

/** Known to the phone and yet to write: whom a newcomer holds first. */
export const NEWCOMER: Person = { id: "julia", name: "Júlia Prado", waId: "5511987654321" };

/** Five days at Loja Girassol, up to now. */
export const SCENES: readonly Scene[] = [
  { person: NEWCOMER, ago: 0, steps: [] },
  ...closed,
  ...comercial,
  ...suporte,
  ...bot,
];
