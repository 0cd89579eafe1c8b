import type { AutoMessages, BotTexts } from "@balcao/core";

/** What a new company begins with, in its language. Everything is switched off that would speak without being asked to. */
export function defaultAutoMessages(locale: "pt-BR" | "en"): AutoMessages & { warningHours: number } {
  const pt = locale === "pt-BR";
  return {
    welcome: {
      enabled: false,
      text: pt ? "{{saudacao}}! Aqui é {{conta.nome}}." : "{{saudacao}}! This is {{conta.nome}}.",
    },
    out_of_hours: {
      enabled: false,
      text: pt
        ? "Estamos fora do horário de atendimento. Responderemos assim que abrirmos."
        : "We are closed now and will answer as soon as we open.",
    },
    manual_closing: {
      enabled: false,
      text: pt
        ? "Atendimento {{protocolo}} encerrado. Obrigado por falar conosco."
        : "Conversation {{protocolo}} has ended. Thank you for writing.",
    },
    inactivity_closing: {
      enabled: true,
      text: pt
        ? "Encerramos esta conversa por falta de resposta. Quando quiser, é só escrever."
        : "We closed this conversation because we had no answer. Write whenever you like.",
    },
    inactivity_warning: {
      enabled: true,
      text: pt
        ? "Ainda está aí? Sem resposta, encerraremos esta conversa em breve."
        : "Are you still there? Without an answer we will close this conversation soon.",
    },
    hand_over: {
      enabled: false,
      text: pt
        ? "Você será atendido pela equipe {{equipe.nome}}."
        : "The {{equipe.nome}} team will help you.",
    },
    survey: {
      enabled: false,
      text: pt ? "De 1 a 5, como foi o atendimento?" : "From 1 to 5, how did we do?",
    },
    warningHours: 1,
  };
}

export function defaultBotTexts(locale: "pt-BR" | "en"): BotTexts {
  const pt = locale === "pt-BR";
  return {
    otherAnswerText: pt
      ? "Não entendi. Escolha uma das opções, ou escreva *atendente*."
      : "I did not understand. Choose one of the options, or write *agent*.",
    otherAnswerLimit: 2,
    personWords: pt ? ["atendente"] : ["agent", "atendente"],
  };
}
