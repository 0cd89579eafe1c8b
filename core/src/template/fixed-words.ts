import type { TemplateAuthentication } from "./types.ts";

/** Meta's words of an authentication template, as its list tells them of approved ones. */
type Words = { code: string; advice: string; expires: (minutes: number) => string; copy: string };

const PORTUGUESE: Words = {
  code: "*{{1}}* é seu código de verificação.",
  advice: "Para sua segurança, não o compartilhe.",
  expires: (minutes) => `Este código expira em ${minutes} ${minutes === 1 ? "minuto" : "minutos"}.`,
  copy: "Copiar código",
};
const SPANISH: Words = {
  code: "Tu código de verificación es *{{1}}*.",
  advice: "Por tu seguridad, no lo compartas.",
  expires: (minutes) => `Este código caduca en ${minutes} ${minutes === 1 ? "minuto" : "minutos"}.`,
  copy: "Copiar código",
};
const ENGLISH: Words = {
  code: "*{{1}}* is your verification code.",
  advice: "For your security, do not share this code.",
  expires: (minutes) => `This code expires in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`,
  copy: "Copy code",
};

/** Other languages Meta translates itself: until its list tells how, they are shown in English. */
function wordsOf(language: string): Words {
  if (language.startsWith("pt")) return PORTUGUESE;
  return language.startsWith("es") ? SPANISH : ENGLISH;
}

/** Body, footer and button of an authentication template before Meta has told its own. `button`: "" = Meta's word for it. */
export function fixedWords(
  language: string,
  { advises, minutes }: TemplateAuthentication,
  button: string,
): { body: string; footer: string | null; button: string } {
  const words = wordsOf(language);
  return {
    body: advises ? `${words.code} ${words.advice}` : words.code,
    footer: minutes === null ? null : words.expires(minutes),
    button: button.trim() === "" ? words.copy : button,
  };
}

/** What of a template Meta writes by itself and has not told yet; anything else stays as it is. */
export function withFixedWords<
  T extends {
    language: string;
    body: string;
    footer: string | null;
    buttons: { type: string; text: string }[];
    authentication: TemplateAuthentication | null;
  },
>(facts: T): T {
  const { authentication, language, body, footer, buttons } = facts;
  if (authentication === null) return facts;
  const words = fixedWords(language, authentication, "");
  return {
    ...facts,
    body: body === "" ? words.body : body,
    footer: footer ?? words.footer,
    buttons: buttons.map((button) =>
      button.type === "OTP" && button.text === "" ? { ...button, text: words.button } : button,
    ),
  };
}
