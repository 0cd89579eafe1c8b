import { spawnSync } from "node:child_process";
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system of its own, in memory, that can be full. */
export type Disk = {
  folder: string;
  /** takes all that is left of it */
  fill(): void;
  /** gives that back */
  free(): void;
  remove(): void;
};

/** May this process mount one? */
export const mayMount = (): boolean => process.platform === "linux" && process.getuid?.() === 0;

/** Mounts one of so many bytes. Throws what `mount` says. */
export function smallDisk(bytes: number): Disk {
  const folder = mkdtempSync(join(tmpdir(), "balcao-disk-"));
  const { status, stderr } = spawnSync("mount", [
    "-t",
    "tmpfs",
    "-o",
    `size=${bytes},mode=755`,
    "tmpfs",
    folder,
  ]);
  if (status !== 0) throw new Error(stderr.toString());
  // PostgreSQL runs under another account
  chmodSync(folder, 0o755);
  const ballast = join(folder, "ballast");
  return {
    folder,
    fill() {
      const part = Buffer.alloc(64 * 1024);
      const file = openSync(ballast, "w", 0o600);
      try {
        for (;;) {
          const { bavail, bsize } = statfsSync(folder);
          if (bavail === 0) return;
          writeSync(file, part, 0, Math.min(part.length, bavail * bsize));
        }
      } catch (error) {
        // whoever writes beside us may take the last block
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(ballast, { force: true }),
    remove() {
      spawnSync("umount", ["-l", folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
