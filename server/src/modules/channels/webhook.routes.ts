import { isSignatureValid, mayBeSignature, verifyChallenge } from "@balcao/whatsapp";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Deps } from "../../platform/deps.ts";
import { errorData } from "../../platform/logger.ts";
import { door, tooMany } from "../../platform/limits.ts";
import { notFound, ProblemError } from "../../platform/problem.ts";
import type { ChannelCache, OpenChannel } from "./channel-cache.ts";
import { hearBadSignature, hearVerification } from "./heard.ts";
import { strangers, type Strangers } from "./strangers.ts";
import { deliveryKeeper, deliveryOf } from "./webhook.ts";

/** Meta's largest delivery is 3 MB (wire facts, section 2.3). */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * What may sign deliveries to a number's address. One that was disconnected may still be where Meta calls for its app, whose secret is
 * changed with the numbers that are left.
 */
const secretsOf = (channel: OpenChannel, siblings: ReadonlyMap<string, OpenChannel>): string[] => [
  channel.appSecret,
  ...(channel.removed && channel.appId !== ""
    ? [...siblings.values()].filter(({ appId }) => appId === channel.appId).map(({ appSecret }) => appSecret)
    : []),
];

/** A stranger is refused before a byte of what it sends is read, and hung up on. */
function strangersFirst(deps: Deps, channels: ChannelCache, callers: Strangers) {
  return async (
    request: FastifyRequest<{ Params: { channel: string } }>,
    reply: FastifyReply,
  ): Promise<void> => {
    const refuse = (problem: ProblemError): never => {
      void reply.header("connection", "close");
      throw problem;
    };
    const bytes = Number(request.headers["content-length"] ?? Infinity);
    if (!callers.mayPost(request.ip, bytes)) refuse(tooMany());
    const channel = await channels.byId(request.params.channel);
    if (channel && mayBeSignature(request.headers["x-hub-signature-256"])) return;
    const isNoted = callers.unsigned(request.ip);
    if (!channel) return refuse(notFound());
    if (isNoted) await hearBadSignature(deps, channel);
    refuse(new ProblemError(401, "webhook_signature_invalid"));
  };
}

/**
 * Where Meta calls. POST: signature over the raw bytes, parse, one shared commit, then 200; nothing else happens in the
 * request. Any other answer makes Meta try again for days, so 200 is said only for what is durable.
 */
export function webhookRoutes(app: FastifyInstance, deps: Deps, channels: ChannelCache): void {
  const keeper = deliveryKeeper(deps.system, () => deps.wake.signal("facts"));
  const callers = strangers(() => performance.now());

  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: MOST_BYTES }, (_request, body, done) =>
      done(null, body),
    );

    scope.get<{ Params: { channel: string } }>(
      "/webhooks/whatsapp/:channel",
      { config: { policy: "signed_webhook", ...door(60) } },
      async (request, reply) => {
        const channel = await channels.byId(request.params.channel);
        if (!channel) throw notFound();
        const answer = verifyChallenge(request.query, channel.verifyToken);
        await hearVerification(deps, channel, request.query, answer.status === 200);
        return reply.code(answer.status).type("text/plain; charset=utf-8").send(answer.body);
      },
    );

    scope.post<{ Params: { channel: string }; Body: Buffer }>(
      "/webhooks/whatsapp/:channel",
      // no browser reads this answer, and its headers would be a tenth of its cost
      {
        config: { policy: "signed_webhook" },
        helmet: false,
        onRequest: strangersFirst(deps, channels, callers),
      },
      async (request, reply) => {
        const channel = await channels.byId(request.params.channel);
        if (!channel) throw notFound();
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const header = request.headers["x-hub-signature-256"];
        const siblings = await channels.siblings(channel.accountId);
        const signature = Array.isArray(header) ? undefined : header;
        if (!secretsOf(channel, siblings).some((secret) => isSignatureValid(body, signature, secret))) {
          if (callers.unsigned(request.ip)) await hearBadSignature(deps, channel);
          throw new ProblemError(401, "webhook_signature_invalid");
        }
        callers.signed(request.ip);
        const delivery = deliveryOf(channel, siblings, body, deps.clock.now());
        try {
          await keeper.keep(delivery);
        } catch (error) {
          deps.log.error("webhook.not_kept", { channelId: channel.id, ...errorData(error) });
          throw new ProblemError(503, "webhook_not_kept");
        }
        return reply.code(200).type("text/plain; charset=utf-8").send("ok");
      },
    );
  });
}
