/** Line breaks and other control characters; not NUL, which is no text at all and is refused where it comes in. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROLS = /[\u0001-\u001f\u007f-\u009f\u2028\u2029]+/gu;

/** A name or a title as it can stand in one line: each run of line breaks, tabs and other control characters is a space. */
export const oneLine = (text: string): string => text.replace(CONTROLS, " ");
