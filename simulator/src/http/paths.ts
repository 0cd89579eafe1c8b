/** Versioned Graph paths are moved under this prefix; nobody can reach it by another way than a version. */
export const GRAPH = "/.graph";
export const LARGEST_FILE = 100 * 1024 * 1024;
