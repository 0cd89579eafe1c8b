import { fold } from "@balcao/core";

/** "Bot da Loja Girassol" as "bot-da-loja-girassol.balcao.json". */
export const fileName = (name: string, ending: string): string =>
  `${fold(name).replaceAll(" ", "-") || "bot"}.${ending}`;

/** Hands something to the browser as a file of that name. */
export function download(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // the click has taken hold of it only after this turn
  setTimeout(() => URL.revokeObjectURL(url));
}
