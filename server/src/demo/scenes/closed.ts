import { asks, DAY, HOUR, looks, puts, replies, scene, writes, type Person, type Scene } from "../script.ts";

const sandra: Person = { id: "sandra", name: "Sandra Vilela", waId: "5511960001122" };
const bruno: Person = { id: "brunoa", name: "Bruno Azevedo", waId: "5511960002233" };
const carla: Person = { id: "carla", name: "Carla Menezes", waId: "553484556677" };
const diogo: Person = { id: "diogo", name: "Diogo Peixoto", waId: "5511960003344" };
const elaine: Person = { id: "elaine", name: "Elaine Coutinho", waId: "5571960004455" };
const fabio: Person = { id: "fabio", name: "Fábio Rangel", waId: "5511960005566" };
const ester: Person = { id: "ester", name: "Ester Guimarães", waId: "5511960006677" };

/** Closed by hand, closed for inactivity, and a customer who came back. */
export const closed: readonly Scene[] = [
  scene(
    sandra,
    4 * DAY + 2 * HOUR,
    asks("Bom dia! Vocês têm cartão-presente?", "Comercial", "Atendimento"),
    [7, replies("Ana", "Bom dia, Sandra! Temos de R$ 50, R$ 100 e R$ 200, físico ou por WhatsApp.")],
    [12, writes("Quero um de 100 por aqui mesmo")],
    [18, replies("Ana", "Prontinho, enviei para o seu e-mail também. Obrigada pela compra!")],
    [22, writes("Chegou, obrigada")],
    [25, puts("Ana", "closed")],
  ),
  scene(
    bruno,
    3 * DAY + 5 * HOUR,
    asks("Vocês fazem coroa de flores?", "Comercial", "Orçamento"),
    [9, replies("Bruno", "Fazemos, Bruno. Meus sentimentos. Para quando e em que endereço?")],
    [14, writes("Para hoje, cemitério da Consolação, 16h")],
    [19, replies("Bruno", "Chega às 15h30. A faixa pode levar a frase que a família quiser.")],
    [40, writes("Obrigado pelo cuidado")],
    [4 * HOUR, puts("Bruno", "closed")],
  ),
  scene(
    carla,
    2 * DAY + 8 * HOUR,
    asks("Meu pedido veio incompleto", "Suporte", "Entrega"),
    [4, writes("48011")],
    [12, replies("Diego", "Oi, Carla! O que faltou está a caminho, chega hoje até as 18h.")],
    [14, looks],
  ),
  scene(diogo, DAY + 20 * HOUR, asks("oi")),
  scene(
    elaine,
    DAY + 9 * HOUR,
    asks("Quero um orçamento de casamento", "Comercial", "Orçamento"),
    [4, writes("150 convidados, em abril")],
    [30, replies("Ana", "Oi, Elaine! Parabéns! Consegue me mandar a lista dos arranjos que imaginou?")],
    [33, looks],
  ),
  scene(
    ester,
    3 * DAY + HOUR,
    asks("Oi, posso devolver um vaso?", "Suporte", "Troca"),
    [8, replies("Paula", "Oi, Ester! Pode, em até 7 dias. É só levar à loja com a nota.")],
    [15, writes("Ótimo, obrigada")],
    [16, puts("Paula", "closed")],
  ),
  scene(
    fabio,
    3 * DAY + 3 * HOUR,
    asks("Boa tarde, chegou só metade das mudas", "Suporte", "Entrega"),
    [4, writes("Pedido 47990")],
    [15, replies("Diego", "Boa tarde, Fábio! As outras 10 saíram hoje. Desculpe o transtorno.")],
    [21, writes("Valeu")],
    [23, puts("Diego", "closed")],
  ),
  scene(fabio, 65, asks("Oi, de novo eu 😅", "Suporte", "Entrega"), [
    3,
    writes("Pedido 48330, de novo veio faltando"),
  ]),
];
