import { createServer } from "node:net";
import { Problem } from "./problem.mjs";

/**
 * Whether a port can be listened on now.
 * @param {number} port 0 asks the system for any free one
 * @param {string} [host]
 * @returns {Promise<number | null>} the port, or null when something else holds it
 */
export function freePort(port, host = "127.0.0.1") {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(null);
      // a machine without IPv6: nobody can listen there
      else if (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT") resolve(port);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : null));
    });
  });
}

/**
 * @param {number} port
 * @param {string} host
 * @throws {Problem} when a browser sent to localhost would find another program there
 */
export async function demandPort(port, host) {
  for (const address of new Set([host, "127.0.0.1", "::1"]))
    if ((await freePort(port, address)) === null)
      throw new Problem(
        `Port ${port} is taken by another program, or may not be used by this user. ` +
          `Choose another: npm start -- --port ${port < 65_535 ? port + 1 : 8080}`,
      );
}
