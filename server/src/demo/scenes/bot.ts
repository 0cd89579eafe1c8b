import {
  asks,
  forwards,
  HOUR,
  puts,
  replies,
  scene,
  voiceNote,
  writes,
  type Person,
  type Scene,
} from "../script.ts";

const lucas: Person = { id: "lucas", name: "Lucas Ferraz", waId: "5511991230001" };
const yasmin: Person = { id: "yasmin", name: "Yasmin Teixeira", waId: "5521998870412" };
const otavio: Person = { id: "otavio", name: "Otávio Lins", waId: "5511988120045" };
const renata: Person = { id: "renata", name: "Renata Sbardelotto", waId: "5551997304410" };
const caio: Person = { id: "caio", name: "Caio 🎸", waId: "5511970081234" };
const ivone: Person = { id: "ivone", name: "Dona Ivone", waId: "553188214477" };
const murilo: Person = { id: "murilo", name: "Murilo Antunes", waId: "5519992035566" };
const bianca: Person = { id: "bianca", name: "Bianca Okamoto", waId: "5511994458821" };

/** Conversations in which the bot has the next word, and those that left it for the people of Principal. */
export const bot: readonly Scene[] = [
  scene(lucas, 6, asks("Oi, vocês abrem no domingo?")),
  scene(yasmin, 25, asks("Boa tarde! Queria encomendar um arranjo", "Comercial")),
  scene(otavio, 50, asks("olá", "Suporte")),
  scene(renata, 35, asks("Oi"), [2, writes("Quero saber do meu pedido 48377")]),
  scene(ivone, 95, asks("bom dia minha filha"), [3, voiceNote], [5, writes("não sei mexer nesses botão")]),
  scene(caio, 130, asks("E aí, beleza?"), [1, writes("atendente")], [9, writes("é rapidinho, prometo 😅")]),
  scene(
    murilo,
    5 * HOUR,
    asks("Bom dia, vocês entregam em Campinas?"),
    [2, writes("atendente")],
    [9, replies("Paula", "Bom dia, Murilo! Entregamos sim, em até 2 dias úteis. Qual é o seu CEP?")],
    [21, writes("13084-012")],
    [24, replies("Paula", "Para o seu CEP o frete é R$ 24,90, ou grátis acima de R$ 250,00.")],
    [26, writes("Perfeito, obrigado!")],
    [29, replies("Paula", "Por nada! Qualquer coisa é só chamar 🌻")],
    [30, puts("Paula", "resolved")],
  ),
  scene(
    bianca,
    3 * HOUR + 20,
    asks("Oi! Comprei ontem e digitei o endereço errado"),
    [1, writes("atendente")],
    [6, replies("Paula", "Oi, Bianca! Vou passar para o Suporte, que altera a entrega. Um instante.")],
    [7, forwards("Paula", "suporte", "Endereço errado no pedido 48391, ainda não despachado")],
    [10, writes("Tá bom! O certo é Rua Harmonia, 340, apto 82")],
  ),
];
