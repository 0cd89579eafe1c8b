import { createServer } from "node:net";

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
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : null));
    });
  });
}
