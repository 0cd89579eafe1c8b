/** Parts of the program that are not in the first load, and must be there when the network is not. */
export const markedAhead = new Set<() => Promise<unknown>>();

/** Marks a part (for React's `lazy`) to be fetched once the first screen has had the line to itself. Gives the same function. */
export function ahead<T>(load: () => Promise<T>): () => Promise<T> {
  markedAhead.add(load);
  return load;
}
