import { createHash } from "node:crypto";
import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";
import type { Db, Tx } from "../../platform/database.ts";
import type { Resealed } from "../../platform/reseal.ts";
import { keepEncrypted, oldEncrypted, type Encrypted } from "./two-step.queries.ts";

/**
 * The keys by which the identity library encrypts what it keeps (better-auth 1.7, "secrets"): the first encrypts, all decrypt. It writes
 * a key's number before each value, so the number must be the key's own, whatever its place among others.
 */
export const libraryKeys = (secrets: readonly string[]): { version: number; value: string }[] =>
  secrets.map((value) => ({
    version: Number.parseInt(createHash("sha256").update(value).digest("hex").slice(0, 7), 16),
    value,
  }));

const BATCH = 200;

/** As `libraryKeys`, in the form in which the library's own functions take them. */
function keysOf(secrets: readonly string[]): { keys: Map<number, string>; currentVersion: number } {
  const keys = libraryKeys(secrets);
  return {
    keys: new Map(keys.map(({ version, value }) => [version, value])),
    currentVersion: keys[0]?.version ?? 0,
  };
}

/**
 * Encrypts people's second steps anew under the first key, as `resealAll` does with what the house seals: a batch a transaction, run again
 * if it was broken off. `db`: with the role of the system. Tells how many, and whose nothing opens.
 */
export async function resealTwoStep(db: Db, secrets: readonly string[]): Promise<Resealed> {
  const key = keysOf(secrets);
  const unreadable: string[] = [];
  let resealed = 0;
  const anew = async ({ userId, secret, backupCodes }: Encrypted): Promise<Encrypted | null> => {
    try {
      const [plain, codes] = await Promise.all(
        [secret, backupCodes].map((data) => symmetricDecrypt({ key, data })),
      );
      return {
        userId,
        secret: await symmetricEncrypt({ key, data: plain ?? "" }),
        backupCodes: await symmetricEncrypt({ key, data: codes ?? "" }),
      };
    } catch {
      // of a key that is gone: it is told, and a person decides
      return null;
    }
  };
  const round = async (tx: Tx): Promise<number> => {
    const rows = await oldEncrypted(tx, `$ba$${key.currentVersion}$`, {
      skip: unreadable.length,
      most: BATCH,
    });
    for (const row of rows) {
      const fresh = await anew(row);
      if (fresh) {
        await keepEncrypted(tx, fresh);
        resealed += 1;
      } else unreadable.push(row.userId);
    }
    return rows.length;
  };
  for (let found = BATCH; found === BATCH;) found = await db.transaction().execute(round);
  return { table: "auth_two_factor", column: "secret", resealed, unreadable };
}
