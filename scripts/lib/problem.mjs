/** Something the person at the terminal can act on: printed as its sentence alone, without a stack. */
export class Problem extends Error {}

/** @param {unknown} error @returns {string} the system's error code ("EACCES"), or "" */
export function codeOf(error) {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** @param {unknown} error @returns {string} */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * What a failed write means, as a sentence.
 * @param {unknown} error from node:fs
 * @param {string} path what was to be written
 * @returns {unknown} a Problem, or the error itself when there is nothing better to say
 */
export function explainWrite(error, path) {
  switch (codeOf(error)) {
    case "EROFS":
      return new Problem(
        `Cannot write ${path}: the disk is read-only. Give a folder that can be written with --data DIR.`,
      );
    case "EACCES":
    case "EPERM":
      return new Problem(
        `Cannot write ${path}: no permission. It may belong to another user; run as that user, change its owner, or give another folder with --data DIR.`,
      );
    case "ENOSPC":
      return new Problem(`Cannot write ${path}: the disk is full.`);
    case "ENOTDIR":
    case "EEXIST":
      return new Problem(`Cannot use ${path} as a folder: there is a file in its place.`);
    default:
      return error;
  }
}

/**
 * Runs a program's main function: a Problem ends it with its sentence and code 1, a bug with its stack.
 * @param {() => Promise<void>} main
 */
export function run(main) {
  main().catch((/** @type {unknown} */ error) => {
    if (error instanceof Problem) console.error(`\n${error.message}`);
    else console.error(error);
    process.exit(1);
  });
}
