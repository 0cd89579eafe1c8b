import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { THIS_RELEASE } from "../server/test/crash-processes.ts";

/**
 * The release before this one: none is tagged yet, so the earliest state of the program beside which every migration since lets it run (their
 * first lines). With a tag, that tag; it stays fixed while a release is made, so that all of its migrations are tried.
 */
const PREVIOUS = "8a6adde2";
/** all that its server needs */
const PARTS = ["package.json", "api", "core", "server", "whatsapp"];

function git(...words: string[]): Buffer {
  const { status, stdout, stderr } = spawnSync("git", words, { cwd: THIS_RELEASE, maxBuffer: 1024 ** 3 });
  if (status !== 0) throw new Error(stderr.toString());
  return stdout;
}

/** Is it in the history of this clone? Not in a shallow one, nor without git. */
export const hasPrevious = (): boolean =>
  spawnSync("git", ["cat-file", "-e", `${PREVIOUS}^{tree}`], { cwd: THIS_RELEASE }).status === 0;

/** Links to this release's packages; its own parts are each release's own. */
function linkPackages(folder: string): void {
  const [from, to] = [join(THIS_RELEASE, "node_modules"), join(folder, "node_modules")];
  mkdirSync(join(to, "@balcao"), { recursive: true });
  for (const name of readdirSync(from))
    if (name !== "@balcao") symlinkSync(join(from, name), join(to, name), "junction");
  for (const part of ["api", "core", "server", "whatsapp"])
    symlinkSync(join(folder, part), join(to, "@balcao", part), "junction");
}

/** Its program in a folder of its own, with this release's way to found a desk. Throws what git says. */
export function previousRelease(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "balcao-previous-"));
  const { status, stderr } = spawnSync("tar", ["-x", "-C", folder], {
    input: git("archive", PREVIOUS, ...PARTS),
  });
  if (status !== 0) throw new Error(stderr.toString());
  linkPackages(folder);
  const founding = "server/test/crash-founding.ts";
  copyFileSync(join(THIS_RELEASE, founding), join(folder, founding));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
