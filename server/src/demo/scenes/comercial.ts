import {
  asks,
  DAY,
  HOUR,
  labels,
  labelsContact,
  looks,
  names,
  notes,
  opens,
  picture,
  prioritises,
  puts,
  quotes,
  replies,
  scene,
  schedules,
  sends,
  snoozes,
  writes,
  type Person,
  type Scene,
} from "../script.ts";

const marina: Person = { id: "marina", name: "Marina Alves", waId: "5511987650001" };
const joao: Person = { id: "joao", name: "João Pedro Sampaio", waId: "5511976540022" };
const empresa: Person = {
  id: "empresa",
  name: "Associação dos Moradores e Amigos do Jardim das Palmeiras e Região — Setor de Eventos",
  waId: "551133445566",
};
const camila: Person = { id: "camila", name: "Camila Rocha", waId: "5511965431177" };
const vera: Person = { id: "vera", name: "Vera Lúcia", waId: "553199847700" };
const andre: Person = { id: "andre", name: "André Nakamura", waId: "5511954321090" };
const sol: Person = {
  id: "sol",
  name: "sol ☀️",
  waId: "5511943217788",
  username: "sol.florista",
  visibility: "hidden",
};
const pedro: Person = { id: "pedro", name: "Pedro Quintela", waId: "351912345678" };
const fernanda: Person = { id: "fernanda", name: "Fernanda Moura", waId: "5511932109876" };
const thiago: Person = { id: "thiago", name: "Thiago Bastos", waId: "5511921098765" };
const luiza: Person = { id: "luiza", name: "Luíza Prates", waId: "5541988776655" };
const helio: Person = { id: "helio", name: "Hélio Tavares", waId: "5511910987650", readReceipts: false };
const gabriela: Person = { id: "gabriela", name: "Gabriela Nunes", waId: "5585987123344" };
const wesley: Person = { id: "wesley", name: "Wesley", waId: "5511999001122" };

const toPerson = (first: string) => asks(first, "Comercial", "Atendimento");
const toQuote = (first: string) => asks(first, "Comercial", "Orçamento");

/** Waiting for somebody of Comercial: new, old, and with the window closing or closed. */
const waiting: Scene[] = [
  scene(marina, 12, toPerson("Oi! Ainda tem o vaso de girassol da vitrine?"), [
    4,
    picture("vaso-girassol.jpg", "Esse aqui 😍"),
  ]),
  scene(
    joao,
    1 * HOUR + 50,
    toQuote("Boa tarde"),
    [
      4,
      writes(
        "Preciso de 30 lembrancinhas para um chá de bebê:\n- 20 mini suculentas\n- 10 mini girassóis\nPara dia 12. Entregam na Vila Mariana?",
      ),
    ],
    [31, writes("Conseguem me responder hoje? 🙏")],
    [33, labels("Rita", "Evento")],
  ),
  scene(vera, DAY - 16, toPerson("Bom dia, o vale-presente tem validade?"), [
    4,
    writes("Ganhei um de R$ 150 no ano passado"),
  ]),
  scene(wesley, 2 * DAY + 3 * HOUR, toQuote("Oi, fazem decoração de formatura?"), [
    5,
    writes("São 12 mesas, dia 19 de dezembro, em Guarulhos"),
  ]),
  scene(
    pedro,
    4 * HOUR + 10,
    toPerson("Olá, escrevo de Lisboa. Posso encomendar para entregar em São Paulo?"),
    [3, writes("É para o aniversário da minha avó, no sábado")],
  ),
];

/** Somebody of Comercial is on it. */
const answered: Scene[] = [
  scene(
    camila,
    2 * HOUR,
    toPerson("Oii"),
    [3, writes("O buquê de girassóis com 12 hastes sai quanto?")],
    [7, replies("Ana", "Oi, Camila! Com 12 hastes sai R$ 139,90, com embalagem e cartão.")],
    [8, names("Ana")],
    [11, writes("Amei! E entrega hoje?")],
    [
      14,
      replies(
        "Ana",
        "Entregamos hoje até as 19h se o pagamento cair até as 15h. *Frete grátis* na sua região 🚚",
      ),
    ],
    [19, quotes("Fechado! Posso pagar no pix?")],
    [108, writes("Oi? Consegue mandar a chave?")],
  ),
  scene(
    andre,
    100,
    toQuote("Boa tarde, preciso de flores para o escritório"),
    [4, writes("Um arranjo por semana, na recepção. Somos na Paulista.")],
    [
      12,
      replies(
        "Ana",
        "Boa tarde, André! Temos o plano *Girassol Semanal*: R$ 89,90 por arranjo, às segundas.",
      ),
    ],
    [20, writes("Dá para trocar as flores conforme a estação?")],
    [26, replies("Ana", "Dá sim: a cada mês mandamos três opções e vocês escolhem. Preparo a proposta?")],
    [
      28,
      notes(
        "Ana",
        "Rita",
        "posso oferecer *10%* se fecharem por seis meses? O prédio tem mais duas empresas.",
      ),
    ],
    [
      29,
      opens("Ana", {
        title: "Proposta do Girassol Semanal para o escritório",
        category: ["Vendas", "Empresas"],
        type: "Solicitação",
        to: "Ana",
        due: 48,
        stage: "in_progress",
      }),
    ],
    [30, looks],
    [31, schedules("Ana", 20, "Bom dia, André! A equipe gostou do *Girassol Semanal*?")],
  ),
  scene(
    empresa,
    6 * HOUR,
    toQuote("Boa tarde. Solicitamos orçamento para a festa de fim de ano da associação."),
    [
      6,
      sends({
        type: "document",
        media: { fileName: "Lista de itens - festa 2026.pdf", caption: "Segue a lista completa" },
      }),
    ],
    [25, replies("Bruno", "Boa tarde! Recebi a lista. Vou confirmar o preço das coroas com o produtor.")],
    [27, puts("Bruno", "pending")],
    [28, labels("Bruno", "Evento", "Cliente frequente")],
    [28, names("Bruno")],
    [28, labelsContact("Bruno", "Cliente frequente")],
    [29, prioritises("Bruno", 2)],
  ),
  scene(
    sol,
    3 * HOUR,
    toPerson("oi! vcs vendem girassol no atacado?"),
    [3, writes("umas 200 hastes por semana")],
    [15, replies("Bruno", "Oi! Vendemos sim, a partir de 50 hastes. Em que cidade você está?")],
    [16, labels("Bruno", "Atacado")],
  ),
  scene(
    thiago,
    5 * HOUR + 30,
    toPerson("Bom dia! Vou pedir a Bia em casamento hoje 💍"),
    [
      2,
      sends({
        type: "location",
        location: {
          latitude: -23.5875,
          longitude: -46.6576,
          name: "Parque Ibirapuera, portão 3",
          address: "Av. Pedro Álvares Cabral, São Paulo - SP",
        },
      }),
    ],
    [4, writes("Precisava de um arranjo entregue aqui às 17h30, dá?")],
    [
      9,
      replies(
        "Ana",
        "Que lindo, Thiago! Dá sim. Separei 24 girassóis com mosquitinho: R$ 249,00 com entrega.",
      ),
    ],
    [12, writes("PODE MANDAR 😭💛")],
    [15, replies("Ana", "Combinado! O Sérgio leva e te procura no portão 3. Boa sorte!! 🌻")],
    [17, { do: "react", emoji: "❤️" }],
    [285, writes("ELA DISSE SIM!!! Obrigado de verdade 🙌")],
    [288, replies("Ana", "Aaaah, parabéns aos dois!!! 🎉")],
    [289, puts("Ana", "resolved")],
  ),
  scene(
    helio,
    4 * HOUR,
    toQuote("Orçamento de 6 vasos de antúrio por favor"),
    [18, replies("Bruno", "Olá, Hélio! Seis antúrios médios ficam R$ 348,00. Posso reservar?")],
    [22, looks],
    [24, snoozes("Bruno", 20)],
  ),
];

/** What does not arrive, and what is not certain to have. */
const trouble: Scene[] = [
  scene(
    fernanda,
    7 * HOUR,
    toPerson("Quanto custa a cesta de café da manhã?"),
    [8, replies("Ana", "Oi, Fernanda! A cesta completa custa R$ 179,90.")],
    [11, writes("Tá caro hein. Deixa")],
    [12, { do: "block" }],
    [20, replies("Ana", "Temos também a versão simples, por R$ 99,90, se quiser ver 😊")],
  ),
  scene(
    luiza,
    150,
    toPerson("Oi, a floricultura de Curitiba é de vocês também?"),
    [9, { do: "lose_next_answer" }],
    [10, replies("Bruno", "Oi, Luíza! Por enquanto só atendemos a Grande São Paulo.")],
  ),
  scene(
    gabriela,
    3 * HOUR + 40,
    toQuote("Oi, queria 15 vasinhos de suculenta"),
    [4, writes("Para o dia 20")],
    [6, { do: "edit", text: "Para o dia 22" }],
    [7, writes("Meu CPF é 000.000.000-00")],
    [8, { do: "delete" }],
    [9, writes("Ops, mandei errado 🙈")],
    [
      20,
      replies("Ana", "Oi, Gabriela! 15 suculentas ficam R$ 127,50, já embaladas. Confirmo para o dia 22?"),
    ],
    [24, looks],
  ),
];

export const comercial: readonly Scene[] = [...waiting, ...answered, ...trouble];
