/** Bounds of the contract (api/src/bot.ts), in characters, words and hours: the form stops where the server would refuse. */
export const DESCRIPTION_MOST = 120;
export const WORD_MOST = 256;
export const KEYWORDS_MOST = 50;
export const REPLIES_MOST = 100;
export const HOURS_MOST = 8760;
export const NOTE_MOST = 500;
/** A text message of WhatsApp, in characters. */
export const TEXT_MOST = 4096;
