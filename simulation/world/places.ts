/** Where Graph is, as far as nodes know. */
export const GRAPH = "https://graph.example";
