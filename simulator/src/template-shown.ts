import type { TemplateButton, TemplateComponent } from "./model.ts";

/** What Meta writes itself into authentication templates; in other languages it is English here. */
const WORDS = {
  pt: {
    code: "*{{1}}* é seu código de verificação.",
    advice: " Para sua segurança, não o compartilhe.",
    expires: (minutes: number) => `Este código expira em ${minutes} minutos.`,
    copy: "Copiar código",
  },
  en: {
    code: "*{{1}}* is your verification code.",
    advice: " For your security, do not share this code.",
    expires: (minutes: number) => `This code expires in ${minutes} minutes.`,
    copy: "Copy code",
  },
} as const;

const wordsOf = (language: string): (typeof WORDS)["pt" | "en"] =>
  language.startsWith("pt") ? WORDS.pt : WORDS.en;

/** A button that hands over a code stands in lists as one that opens an address (Meta's page about copy code buttons). */
function shownButton(button: TemplateButton, language: string): TemplateButton {
  if (button.type !== "OTP") return button;
  const url = `https://www.whatsapp.com/otp/code/?otp_type=${button.otp_type ?? "COPY_CODE"}&code=otp{{1}}`;
  return {
    type: "URL",
    text: button.text ?? wordsOf(language).copy,
    url,
    example: [url.replace("{{1}}", "123456")],
  };
}

function shownPart(part: TemplateComponent, language: string, host: string): TemplateComponent {
  const words = wordsOf(language);
  if (part.cards !== undefined)
    return {
      ...part,
      cards: part.cards.map(({ components }) => ({ components: shownParts(components, language, host) })),
    };
  if (part.type === "BODY" && part.text === undefined)
    return {
      ...part,
      text: part.add_security_recommendation ? words.code + words.advice : words.code,
      example: { body_text: [["123456"]] },
    };
  if (part.code_expiration_minutes !== undefined)
    return { ...part, text: words.expires(part.code_expiration_minutes) };
  if (part.buttons !== undefined)
    return { ...part, buttons: part.buttons.map((button) => shownButton(button, language)) };
  const handles = part.example?.header_handle;
  if (!Array.isArray(handles)) return part;
  // the file under an address of Meta's own, and not the handle it was given
  const address = `${host}/v/t61/example?of=${encodeURIComponent(String(handles[0]))}`;
  return { ...part, example: { header_handle: [address] } };
}

/** The parts of a template as Meta's lists tell them. `host`: where its files are shown. */
export const shownParts = (
  components: readonly TemplateComponent[],
  language: string,
  host: string,
): TemplateComponent[] => components.map((component) => shownPart(component, language, host));
