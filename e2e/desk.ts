import { createSimulator, DEFAULT_NUMBER, type Simulator } from "@balcao/simulator";
import { createCompany } from "../server/src/demo/company.ts";
import { createAuth } from "../server/src/modules/agents/index.ts";
import { channelCache, laneLoop, senderLoop } from "../server/src/modules/channels/index.ts";
import { importLoop } from "../server/src/modules/contacts/index.ts";
import {
  blockLoop,
  contactDoor,
  factHandler,
  readLoop,
  realtime,
  sendCheck,
  timerLoop,
} from "../server/src/modules/conversations/index.ts";
import { slaLoop, ticketDesk, ticketNews } from "../server/src/modules/tickets/index.ts";
import { verifyPublished } from "../server/src/modules/bot/index.ts";
import { pushNewsLoop, pushSenderLoop, type PushPost } from "../server/src/modules/push/index.ts";
import { templateLoop } from "../server/src/modules/templates/index.ts";
import { mailLoop } from "../server/src/modules/mail/index.ts";
import { mediaLoop, uploadLoop } from "../server/src/modules/media/index.ts";
import type { SignupApp } from "../server/src/platform/config.ts";
import type { Deps } from "../server/src/platform/deps.ts";
import { uuidv7 } from "../server/src/platform/ids.ts";
import { outwardFetch } from "../server/src/platform/outward.ts";
import { buildWeb } from "../server/src/web.ts";
import { testWorld } from "../server/test/harness.ts";
import { freePort } from "../server/test/free-port.ts";

export type RunningDesk = {
  url: string;
  /** the customers' side: people, their phones, and what can go wrong at Meta */
  sim: Simulator;
  /** of its database, as the owner: to write at once what would take people hours */
  databaseUrl: string;
  stop(): Promise<void>;
};

/** The whole product in one process: database, server, loops, built pages, and the stand-in for Meta with its phone. */
export async function startDesk({
  withBot = true,
  connected = true,
  signup = null,
  push,
  host = "127.0.0.1",
}: {
  withBot?: boolean;
  /** false = the account has no number yet, and Meta's side of one is as it was bought */
  connected?: boolean;
  /** the app by which numbers are connected by signing in to Facebook */
  signup?: SignupApp | null;
  /** what stands in for the hosts of the browsers' makers */
  push?: PushPost;
  /** as the address calls it */
  host?: "127.0.0.1" | "localhost";
} = {}): Promise<RunningDesk> {
  const world = await testWorld();
  const url = `http://${host}:${await freePort()}`;
  const channelId = uuidv7();
  const sim = createSimulator({
    port: 0,
    numbers: [
      connected
        ? { phoneNumberId: DEFAULT_NUMBER.phoneNumberId, webhookUrl: `${url}/webhooks/whatsapp/${channelId}` }
        : {
            phoneNumberId: DEFAULT_NUMBER.phoneNumberId,
            webhookUrl: null,
            subscribed: false,
            registered: false,
          },
    ],
  });
  await sim.start();
  // one time for customers and company: `sim.advance` moves both
  const deps: Deps = { ...world.deps, clock: { now: () => sim.now() }, baseUrl: url };
  sim.addUser({ id: "lia", name: "Lia Prado", waId: "5511987654321" });
  const { phoneNumberId, wabaId, appId, displayPhone, appSecret, verifyToken, accessToken } = DEFAULT_NUMBER;
  await createCompany(deps, {
    demo: true,
    withBot,
    channel: connected
      ? {
          id: channelId,
          phoneNumberId,
          wabaId,
          appId,
          displayPhone,
          appSecret,
          verifyToken,
          accessToken,
          graphBaseUrl: sim.url,
        }
      : null,
  });
  const auth = createAuth(deps, { databaseUrl: world.url, secret: "e2e".padEnd(44, "x") });
  const channels = channelCache(deps.system, deps.sealer);
  const outward = outwardFetch({ inner: [sim.url, url] });
  const hub = realtime(deps, ticketNews);
  const app = await buildWeb(deps, {
    auth,
    channels,
    hub,
    webDist: new URL("../web/dist", import.meta.url).pathname,
    phoneUrl: `${sim.url}/phone`,
    graph: { baseUrl: sim.url, fetch: outward },
    signup,
  });
  const loops = [
    laneLoop(deps, { db: deps.system, handle: factHandler(deps, ticketDesk(deps)) }),
    senderLoop(deps, { channels, check: sendCheck, fetch: outward }),
    timerLoop(deps),
    slaLoop(deps),
    mailLoop(deps),
    importLoop(deps, { door: contactDoor }),
    blockLoop(deps, { channels, fetch: outward }),
    readLoop(deps, { channels, fetch: outward }),
    uploadLoop(deps, { channels, fetch: outward }),
    mediaLoop(deps, channels, outward),
    templateLoop(deps, {
      channels,
      fetch: outward,
      onChanged: verifyPublished,
    }),
    ...(push ? [pushNewsLoop(deps), pushSenderLoop(deps, push)] : []),
    hub,
  ];
  for (const loop of loops) loop.start();
  await app.listen({ host: "127.0.0.1", port: Number(new URL(url).port) });
  return {
    url,
    sim,
    databaseUrl: world.url,
    async stop() {
      await app.close();
      await Promise.all(loops.map((loop) => loop.stop()));
      await auth.stop();
      await sim.stop();
      await world.close();
    },
  };
}
