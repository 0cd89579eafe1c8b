import type { OutboxItem } from "./outbox.ts";

/**
 * What was written and not sent, in this browser's IndexedDB: texts and files outlive a reload and a crash of the tab, and all
 * tabs of one person have the same. Four calls of the browser's own interface; a library would be more than they are.
 */
const DATABASE = "balcao";
const ITEMS = "outbox";
const OWNER = "owner";

/** An address made by `URL.createObjectURL` lives as long as its page: each makes its own. */
type StoredFile = Omit<NonNullable<OutboxItem["file"]>, "url">;
type Stored = { key: string; owner: string; item: Omit<OutboxItem, "file">; file: StoredFile | null };

let opening: Promise<IDBDatabase | null> | undefined;

/** The database; null where the browser has none to give (private windows, a full disk). */
function open(): Promise<IDBDatabase | null> {
  opening ??= new Promise((resolve) => {
    if (typeof indexedDB === "undefined") {
      resolve(null);
      return;
    }
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(ITEMS, { keyPath: "key" }).createIndex(OWNER, OWNER);
    request.onerror = () => resolve(null);
    request.onsuccess = () => {
      const database = request.result;
      const forget = (): void => {
        opening = undefined;
      };
      database.onclose = forget;
      // a newer version of the page wants to change it
      database.onversionchange = () => {
        database.close();
        forget();
      };
      resolve(database);
    };
  });
  return opening;
}

/** Runs `work` in one transaction. Resolves to its result once that is on the disk; null when it could not be. */
async function transact<T>(
  mode: IDBTransactionMode,
  work: (items: IDBObjectStore) => IDBRequest<T>,
): Promise<T | null> {
  const database = await open();
  if (!database) return null;
  return new Promise((resolve) => {
    const transaction = database.transaction(ITEMS, mode);
    const request = work(transaction.objectStore(ITEMS));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => resolve(null);
  });
}

/** All that `owner` has left unsent; `known` lends the files that this page has opened already. Null: it cannot be read. */
export async function storedItems(owner: string, known: readonly OutboxItem[]): Promise<OutboxItem[] | null> {
  const rows = await transact<Stored[]>("readonly", (items) => items.index(OWNER).getAll(owner));
  if (!rows) return null;
  return rows.map(({ item, file }) => {
    if (!file) return item;
    const opened = known.find(({ key }) => key === item.key)?.file;
    return { ...item, file: opened ?? { ...file, url: URL.createObjectURL(file.file) } };
  });
}

const storedOf = (owner: string, { file, ...item }: OutboxItem): Stored => {
  if (!file) return { key: item.key, owner, item, file: null };
  const { url: _url, ...kept } = file;
  return { key: item.key, owner, item, file: kept };
};

/** Keeps an item as it is now. Resolves to false when the browser has no room for it: then only this page has it. */
export const storeItem = async (owner: string, item: OutboxItem): Promise<boolean> =>
  (await transact("readwrite", (items) => items.put(storedOf(owner, item)))) !== null;

/** Keeps one item in the place of others, in one transaction. Resolves to false when the browser could not: then all is as it was. */
export const replaceItems = async (
  owner: string,
  item: OutboxItem,
  gone: readonly string[],
): Promise<boolean> =>
  (await transact("readwrite", (items) => {
    for (const key of gone) items.delete(key);
    return items.put(storedOf(owner, item));
  })) !== null;

/** Forgets an item: it was sent, or taken back. */
export async function forgetItem(key: string): Promise<void> {
  await transact("readwrite", (items) => items.delete(key));
}
