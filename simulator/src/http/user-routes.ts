import type { FastifyInstance } from "fastify";
import { callBusiness } from "../calls.ts";
import type { ChatMessage, Device, JsonObject, SimUser } from "../model.ts";
import type { UserMessage } from "../inbound-content.ts";
import type { UserInput } from "../people.ts";
import { phoneVisible, windowOpen } from "../rules.ts";
import type { Simulator } from "../simulator.ts";
import { bodyOf } from "./control-routes.ts";

type OfUser = { Params: { id: string } };
type OfChat = { Params: { id: string; number: string } };

/** /__sim/users: people, and everything they do on their phones. */
export function userRoutes(app: FastifyInstance, sim: Simulator): void {
  app.get("/__sim/users", async () => sim.users().map((user) => publicUser(sim, user)));
  app.post("/__sim/users", async (request, reply) =>
    reply.code(201).send(publicUser(sim, sim.addUser(bodyOf(request.body) as UserInput))),
  );
  app.get<OfUser>("/__sim/users/:id", async (request) => publicUser(sim, userOf(sim, request.params.id)));
  app.patch<OfUser>("/__sim/users/:id", async (request) => {
    const user = userOf(sim, request.params.id);
    const { id: _id, waId: _waId, phone: _phone, ...changes } = bodyOf(request.body);
    return publicUser(sim, sim.addUser({ ...(changes as UserInput), id: user.id, waId: user.waId }));
  });
  app.delete<OfUser>("/__sim/users/:id", async (request) => {
    userOf(sim, request.params.id);
    sim.world.removeUser(request.params.id);
    return { ok: true };
  });
  app.post<OfUser>("/__sim/users/:id/device", async (request) => {
    const { device } = bodyOf(request.body);
    if (!["online", "offline", "old"].includes(String(device)))
      throw new RangeError(`"device" must be online, offline or old.`);
    sim.setDevice(request.params.id, device as Device);
    return publicUser(sim, userOf(sim, request.params.id));
  });
  app.post<OfUser>("/__sim/users/:id/change-number", async (request) => {
    sim.changeNumber(request.params.id, String(bodyOf(request.body).waId ?? ""));
    return publicUser(sim, userOf(sim, request.params.id));
  });
  messageRoutes(app, sim);
}

function messageRoutes(app: FastifyInstance, sim: Simulator): void {
  app.post<OfUser>("/__sim/users/:id/messages", async (request, reply) => {
    const body = bodyOf(request.body);
    return reply
      .code(201)
      .send(sim.sendAsUser(request.params.id, body as UserMessage & { phoneNumberId?: string }));
  });
  app.post<OfUser>("/__sim/users/:id/tap", async (request, reply) => {
    const { messageId, choice, phoneNumberId } = bodyOf(request.body);
    if (typeof choice !== "string" && typeof choice !== "number")
      throw new RangeError(`"choice" must be an id, a title or a position.`);
    return reply
      .code(201)
      .send(sim.tap(request.params.id, String(messageId), choice, textOrNone(phoneNumberId)));
  });
  app.post<OfUser>("/__sim/users/:id/reaction", async (request, reply) => {
    const { messageId, emoji, phoneNumberId } = bodyOf(request.body);
    return reply
      .code(201)
      .send(
        sim.react(
          request.params.id,
          String(messageId),
          typeof emoji === "string" && emoji !== "" ? emoji : null,
          textOrNone(phoneNumberId),
        ),
      );
  });
  app.post<OfUser>("/__sim/users/:id/calls", async (request, reply) => {
    const { phoneNumberId, rejected, ...body } = bodyOf(request.body ?? {});
    const call = {
      phoneNumberId: textOrNone(phoneNumberId),
      seconds: readSeconds(body),
      rejected: rejected === true,
    };
    return reply.code(201).send({ id: callBusiness(sim, userOf(sim, request.params.id), call) });
  });
  app.post<OfUser>("/__sim/users/:id/play", async (request) => {
    sim.play(request.params.id, String(bodyOf(request.body).messageId));
    return { ok: true };
  });
  app.post<OfChat>("/__sim/users/:id/chats/:number/open", async (request) => {
    const { open, client } = bodyOf(request.body ?? {});
    sim.openChat(
      request.params.id,
      request.params.number,
      open !== false,
      typeof client === "string" ? client : "api",
    );
    return { ok: true };
  });
  app.get<OfChat>("/__sim/users/:id/chats/:number", async (request) =>
    chatOf(sim, userOf(sim, request.params.id), request.params.number),
  );
}

/** How long a call was talked for. Throws a RangeError when it is no length of time. */
export function readSeconds({ seconds }: JsonObject): number | undefined {
  if (seconds !== undefined && !(typeof seconds === "number" && seconds >= 0))
    throw new RangeError(`"seconds" must be how long they talked, 0 or more.`);
  return seconds;
}

/** One chat as a phone needs it. */
export function chatOf(sim: Simulator, user: SimUser, phoneNumberId: string): JsonObject {
  const messages: ChatMessage[] = sim.messages(user.id, phoneNumberId);
  const thread = sim.world.thread(phoneNumberId, user.id);
  const number = sim.world.numbers.get(phoneNumberId);
  return {
    phoneNumberId,
    userId: user.id,
    typingUntil: thread.typingUntil,
    lastUserMessageAt: thread.lastUserMessageAt,
    windowOpen: windowOpen(thread, sim.now()),
    phoneVisible: number ? phoneVisible(user, number, thread, sim.now()) : true,
    messages,
  };
}

/** A person with the BSUID each portfolio sees. */
export function publicUser(sim: Simulator, user: SimUser): JsonObject {
  const portfolios = [...new Set(sim.numbers().map((number) => number.portfolioId))];
  return { ...user, bsuids: Object.fromEntries(portfolios.map((id) => [id, sim.world.bsuidOf(user, id)])) };
}

/** Throws a RangeError when there is none. */
export function userOf(sim: Simulator, id: string): SimUser {
  const user = sim.world.users.get(id);
  if (!user) throw new RangeError(`There is no user ${id}.`);
  return user;
}

function textOrNone(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
