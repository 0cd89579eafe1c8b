/** Parts of the program that are not in the first load, and must be there when the network is not. */
const loaders = new Set<() => Promise<unknown>>();

/** Marks a part (for React's `lazy`) to be fetched once the first screen has had the line to itself. Gives the same function. */
export function ahead<T>(load: () => Promise<T>): () => Promise<T> {
  loaders.add(load);
  return load;
}

/** Fetches all marked parts. One that fails is asked for again when it is needed, and then says why. */
export async function fetchAhead(): Promise<void> {
  await Promise.allSettled([...loaders].map((load) => load()));
}
