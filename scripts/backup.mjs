/** `npm run backup -- FOLDER [--data DIR]`: copies an installation, running or not, into a new folder that `npm run restore` takes. */
import { folderOptions } from "./lib/arguments.mjs";
import { backUp } from "./lib/backup.mjs";
import { visitInstallation } from "./lib/installation.mjs";
import { Problem, run } from "./lib/problem.mjs";

run(async () => {
  const { folder, dataDir } = folderOptions("Name a new folder for the backup: npm run backup -- FOLDER");
  if (process.env.DATABASE_URL)
    throw new Problem(
      "DATABASE_URL names a database of your own: back it up with its own tools (pg_basebackup, pg_dump), and the data folder's secret and media with it.",
    );
  const begun = performance.now();
  const { env, close } = await visitInstallation(dataDir);
  try {
    const { files, bytes } = await backUp({ dataDir, to: folder, url: env.DATABASE_URL ?? "" });
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    console.log(
      `${files} files, ${(bytes / 1024 / 1024).toFixed(0)} MB in ${seconds} s: ${folder}\n` +
        "It holds the key of every sealed secret: keep it as you keep a password.\n" +
        `To use it: npm run restore -- ${folder} --data NEW_FOLDER`,
    );
  } finally {
    await close();
  }
});
