/** For the TypeScript that starts the server; see server-program.mjs. */
export function serverProgram(release?: string): { args: string[]; env: { NODE_COMPILE_CACHE: string } };
