/** `npm run restore -- FOLDER [--data DIR]`: makes an installation of what `npm run backup` put there, in a data folder that has none. */
import { folderOptions } from "./lib/arguments.mjs";
import { run } from "./lib/problem.mjs";
import { restoreBackup } from "./lib/restore.mjs";

run(async () => {
  const { folder, dataDir } = folderOptions("Name the folder of the backup: npm run restore -- FOLDER");
  const { at, version } = await restoreBackup({ from: folder, dataDir });
  console.log(
    `${dataDir} is as it was on ${at}, under Balcão ${version}. What came later is not in it.\n` +
      "Messages that waited to be sent then are shown as in doubt, since they may have gone; everybody signs in again.\n" +
      `Start it: npm start -- --data ${dataDir}`,
  );
});
