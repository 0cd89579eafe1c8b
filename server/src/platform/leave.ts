import type { FastifyInstance } from "fastify";

/** Below the 15 s after which scripts/lib/children.mjs kills a program that was asked to end. */
const LEAVE_MS = 10_000;

/**
 * An end in order waits for requests under way and for browsers to say goodbye, but not for who went away without a word: the
 * socket of a laptop that sleeps, an upload that came to a halt. What was not answered by then is asked again by its browser.
 * @param app with `@fastify/websocket` registered
 * @param ms from the begin of the end until whatever is still connected is cut off
 */
export function leaveInTime(app: FastifyInstance, ms = LEAVE_MS): void {
  app.addHook("preClose", (done) => {
    const late = setTimeout(() => {
      app.server.closeAllConnections();
      // an upgraded socket is not the HTTP server's any more
      for (const socket of app.websocketServer.clients) socket.terminate();
    }, ms);
    // what is still connected keeps the process, not this
    late.unref();
    done();
  });
}
