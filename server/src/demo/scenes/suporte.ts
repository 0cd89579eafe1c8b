import {
  asks,
  DAY,
  forwards,
  HOUR,
  labels,
  looks,
  names,
  notes,
  opens,
  picture,
  prioritises,
  puts,
  replies,
  scene,
  sends,
  voiceNote,
  writes,
  type Person,
  type Scene,
} from "../script.ts";

const beatriz: Person = { id: "beatriz", name: "Beatriz Fontes", waId: "5511981112233" };
const rafael: Person = { id: "rafael", name: "Rafael Dias", waId: "5511982223344" };
const nair: Person = { id: "nair", name: "Nair Gonçalves", waId: "553288776655" };
const igor: Person = { id: "igor", name: "Igor Sant'Anna", waId: "5511983334455" };
const larissa: Person = { id: "larissa", name: "Larissa Pimentel", waId: "5511984445566" };
const edson: Person = { id: "edson", name: "Edson Barros", waId: "5511985556677" };
const monica: Person = { id: "monica", name: "Mônica Reis", waId: "5562986667788" };
const tatiane: Person = { id: "tatiane", name: "Tatiane", waId: "5511986667799" };
const heitor: Person = { id: "heitor", name: "Heitor Cunha", waId: "5511977778800" };
const olivia: Person = { id: "olivia", name: "Olívia Braga", waId: "5511978889911" };
const marcelo: Person = { id: "marcelo", name: "Marcelo Figueira", waId: "5511979990022" };
const priscila: Person = { id: "priscila", name: "Priscila Yamada", waId: "5511973331100" };

const about = (subject: "Entrega" | "Troca" | "Atendimento", first: string) =>
  asks(first, "Suporte", subject);

const card = (name: string, phone: string) => ({
  name: { formatted_name: name, first_name: name.split(" ")[0] },
  phones: [{ phone, type: "CELL", wa_id: phone.replace(/\D/g, "") }],
});

/** Waiting for somebody of Suporte. */
const waiting: Scene[] = [
  scene(
    beatriz,
    18,
    about("Entrega", "Oi, meu pedido não chegou"),
    [4, writes("Pedido 48213")],
    [6, picture("etiqueta.jpg", "Só veio um dos dois volumes")],
  ),
  scene(
    edson,
    75,
    about("Entrega", "CADÊ MEU PEDIDO"),
    [3, writes("48102")],
    [4, writes("era pra ter chegado TERÇA")],
    [6, writes("já é a terceira vez que falo com vocês")],
    [11, writes("alguém?????")],
    [34, voiceNote],
    [52, writes("vou reclamar no Procon")],
    [54, prioritises("Rita", 4)],
    [
      56,
      opens("Rita", {
        title: "Pedido 48102: três vezes cobrado, ainda sem entrega",
        description:
          "Prometido para *terça*. O cliente fala em Procon.\n- falar com a transportadora\n- ligar para ele hoje",
        category: ["Entrega", "Atraso"],
        type: "Reclamação",
        priority: 4,
        due: 4,
      }),
    ],
  ),
  scene(
    heitor,
    40,
    about("Atendimento", "Bom dia"),
    [3, sends({ type: "unsupported", unsupported: { type: "poll_creation" } })],
    [5, writes("Respondam a enquete pra eu saber qual dia vocês preferem rs")],
  ),
  scene(
    olivia,
    2 * HOUR + 30,
    about("Atendimento", "Oi, esqueci minha senha do site"),
    [14, replies("Paula", "Oi, Olívia! Acabei de mandar o link para o seu e-mail. Chegou?")],
    [17, writes("Chegou!! Obrigada")],
    [19, puts("Paula", "resolved")],
    [135, writes("Ih, o link expirou… manda outro?")],
  ),
];

/** Somebody of Suporte is on it. */
const answered: Scene[] = [
  scene(
    rafael,
    95,
    about("Troca", "Boa tarde, o vaso chegou quebrado"),
    [3, picture("vaso-quebrado.jpg")],
    [5, writes("A caixa estava amassada também")],
    [
      13,
      replies(
        "Diego",
        "Boa tarde, Rafael. Sinto muito! Mando outro sem custo, e o entregador recolhe este. Amanhã de manhã serve?",
      ),
    ],
    [14, names("Diego")],
    [21, writes("Serve, a partir das 9h")],
    [25, replies("Diego", "Anotado: amanhã entre 9h e 12h. Obrigado pela paciência!")],
    [
      26,
      opens("Diego", {
        title: "Trocar o vaso que chegou quebrado",
        category: ["Troca"],
        type: "Solicitação",
        to: "Diego",
        due: 24,
        stage: "waiting",
      }),
    ],
    [27, { do: "react", emoji: "🙏" }],
    [88, writes("Só confirmando: o porteiro pode receber?")],
  ),
  scene(
    nair,
    5 * HOUR,
    about("Troca", "boa tarde a orquidea murchou"),
    [4, sends({ type: "video", media: { caption: "olha como ela está" } })],
    [9, voiceNote],
    [
      22,
      replies(
        "Diego",
        "Boa tarde, dona Nair! Parece excesso de água. Deixe na sombra e sem regar por cinco dias; se não melhorar, trocamos.",
      ),
    ],
    [31, sends({ type: "sticker" })],
    [33, looks],
    [34, puts("Diego", "resolved")],
  ),
  scene(
    igor,
    9 * HOUR,
    about("Entrega", "Pedido 48055 parado há 3 dias"),
    [
      16,
      replies(
        "Diego",
        "Oi, Igor! Abri um chamado na transportadora e volto com a resposta até o fim do dia.",
      ),
    ],
    [18, puts("Diego", "pending")],
    [24, writes("Ok, fico no aguardo")],
    [
      26,
      opens("Diego", {
        title: "Pedido 48055 parado na transportadora",
        category: ["Entrega", "Atraso"],
        type: "Reclamação",
        priority: 2,
        to: "Diego",
        due: 6,
        comments: ["Protocolo da transportadora: 7731-B. Ligam até as 17h."],
        stage: "in_progress",
      }),
    ],
  ),
  scene(
    larissa,
    4 * HOUR,
    asks("Oi, quero comprar e também trocar uma coisa", "Comercial", "Atendimento"),
    [5, replies("Bruno", "Oi, Larissa! O que você quer trocar?")],
    [8, writes("Um vaso que veio trincado, pedido 48260")],
    [11, forwards("Bruno", "suporte", "Troca do vaso, pedido 48260; depois quer comprar adubo")],
    [20, replies("Paula", "Oi, Larissa! Aqui é a Paula. Consegue mandar uma foto?")],
    [28, picture("vaso-quebrado.jpg", "Trincou e abriu no caminho")],
    [32, { do: "assign", by: "Paula", to: "Diego" }],
    [40, replies("Diego", "Vi aqui, Larissa. O novo sai amanhã, sem custo.")],
    [41, forwards("Diego", "comercial", "Troca resolvida; agora quer comprar adubo")],
  ),
  scene(
    monica,
    80,
    about("Atendimento", "Quero falar sobre uma cobrança duplicada"),
    [3, writes("Veio duas vezes no cartão, R$ 139,90")],
    [10, replies("Diego", "Oi, Mônica! Vou pedir ajuda à minha supervisora para estornar.")],
    [
      11,
      notes("Diego", "Rita", "cobrada duas vezes, R$ 139,90 cada. Os comprovantes estão no pedido 48352."),
    ],
    [11, labels("Diego", "Estorno")],
    [12, { do: "assign", by: "Diego", to: "Rita" }],
    [20, replies("Rita", "Olá, Mônica, aqui é a Rita. O estorno já foi pedido e cai em até 5 dias úteis.")],
    [27, writes("Muito obrigada pela atenção, Rita!")],
    [
      30,
      opens("Rita", {
        title: "Estornar cobrança dupla de R$ 139,90",
        category: ["Pagamento", "Cobrança dupla"],
        type: "Reclamação",
        priority: 3,
        to: "Rita",
        comments: ["Estorno pedido à operadora; comprovantes no pedido 48352."],
        stage: "resolved",
      }),
    ],
  ),
  scene(
    tatiane,
    70,
    about("Entrega", "oi meu marido q vai receber"),
    [3, sends({ type: "contacts", contacts: [card("Wagner Tatiane Marido", "+55 11 98123-4567")] })],
    [4, { do: "phone", device: "offline" }],
    [11, replies("Paula", "Oi, Tatiane! Anotei o contato do Wagner na entrega.")],
  ),
  scene(
    marcelo,
    2 * HOUR + 10,
    about("Atendimento", "Como cuido do bonsai?"),
    [
      9,
      replies(
        "Diego",
        "Oi, Marcelo! Sol da manhã e água dia sim, dia não. Quer que o assistente mostre o menu de novo?",
      ),
    ],
    [12, writes("Quero sim")],
    [13, { do: "return_to_bot", by: "Diego" }],
  ),
  scene(
    priscila,
    DAY + 6 * HOUR,
    about("Troca", "Oi, recebi a cor errada do cachepô"),
    [6, writes("Pedi amarelo e veio azul")],
    [14, replies("Diego", "Oi, Priscila! Trocamos sim. Amarelo chega na sexta; pode esperar?")],
    [20, writes("Posso")],
    [21, puts("Diego", "pending")],
    [3 * HOUR, writes("Oi, tem novidade do amarelo?")],
  ),
];

export const suporte: readonly Scene[] = [...waiting, ...answered];
