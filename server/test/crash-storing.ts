/** A program that dies of SIGKILL between storing an agent's file and the commit of its message; run by sweep.test.ts. */
import { sendFile } from "../src/modules/conversations/files.service.ts";
import type { Actor } from "../src/platform/actor.ts";
import { createSealer } from "../src/platform/crypto.ts";
import { openDatabase } from "../src/platform/database.ts";
import { silentLogger } from "../src/platform/logger.ts";
import { smtpMailer } from "../src/platform/mailer.ts";
import { folderStorage } from "../src/platform/storage.ts";
import { localWake } from "../src/platform/wake.ts";

const [url = "", folder = "", actor = "", conversation = "", bytes = "", now = ""] = process.argv.slice(2);
const kept = folderStorage(folder);
const deps = {
  clock: { now: () => Number(now) },
  app: openDatabase({ url, role: "balcao_app", max: 2, name: "crash app" }),
  system: openDatabase({ url, role: "balcao_system", max: 2, name: "crash system" }),
  log: silentLogger,
  mailer: smtpMailer({ innerHosts: [] }),
  sealer: createSealer([Buffer.alloc(32, 7).toString("base64")]),
  storage: {
    ...kept,
    async put(key: string, content: Uint8Array): Promise<void> {
      await kept.put(key, content);
      process.kill(process.pid, "SIGKILL");
    },
  },
  wake: localWake(),
  baseUrl: "http://127.0.0.1:3000",
  demo: true,
};
const claim = {
  key: "crash-0000001",
  kind: "image" as const,
  caption: null,
  fileName: null,
  voice: false,
  quotedMessageId: null,
};
await sendFile(deps, JSON.parse(actor) as Actor, conversation, claim, () =>
  Promise.resolve(Buffer.from(bytes, "base64")),
);
