import { captionPlace, type Attachment } from "../composer/attachments.ts";

/** One message of what stands in the field. */
export type Planned = {
  file: Attachment | null;
  /** its words, or its file's caption */
  text: string;
  /** it answers the message that is quoted: the first does */
  quotes: boolean;
  /** the draft ends with it: the one that holds the words does */
  endsDraft: boolean;
};

/**
 * Pure: the messages that the field's files and words make, in order. The words are the caption of the first file that takes one, or a
 * message after them when none does.
 */
export function planOf(files: readonly Attachment[], text: string): Planned[] {
  const place = captionPlace(files, text);
  const planned = files.map((file): Planned => {
    const holds = file === place;
    return { file, text: holds ? text : "", quotes: false, endsDraft: holds };
  });
  if (text !== "" && place === null) planned.push({ file: null, text, quotes: false, endsDraft: true });
  return planned.map((one, index) => ({ ...one, quotes: index === 0 }));
}
