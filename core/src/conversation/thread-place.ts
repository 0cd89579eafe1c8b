/**
 * Where an entry stands in its thread, as the cursors of the thread's pages say it: a page `before` it holds what is older. The server
 * makes them, and so does a browser that let go of what was before.
 */
export const threadPlace = ({ at, seq }: { at: string; seq: number }): string =>
  btoa(`${at}|${seq}`).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
