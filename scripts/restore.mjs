/** `npm run restore -- FOLDER [--data DIR]`: makes an installation of what `npm run backup` put there, in a data folder that has none. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { dataDirOf } from "./lib/arguments.mjs";
import { Problem, run } from "./lib/problem.mjs";
import { restoreBackup } from "./lib/restore.mjs";

run(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { data: { type: "string" } },
  });
  const [folder] = positionals;
  if (folder === undefined) throw new Problem("Name the folder of the backup: npm run restore -- FOLDER");
  const dataDir = dataDirOf(values.data);
  const { at, version } = await restoreBackup({
    from: resolve(process.env.INIT_CWD ?? ".", folder),
    dataDir,
  });
  console.log(
    `${dataDir} is as it was on ${at}, under Balcão ${version}. What came later is not in it.\n` +
      "Messages that waited to be sent then are shown as in doubt, since they may have gone; everybody signs in again.\n" +
      `Start it: npm start -- --data ${dataDir}`,
  );
});
