import type { FastifyInstance } from "fastify";
import { changeGroup, createGroup, deleteGroup, groupOf, readGroup } from "../groups.ts";
import type { Simulator } from "../simulator.ts";
import { bodyOf } from "./control-routes.ts";

type OfGroup = { Params: { id: string } };

/** /__sim/groups: groups that business numbers are in. People write in them by `groupId` of their messages. */
export function groupRoutes(app: FastifyInstance, sim: Simulator): void {
  app.get("/__sim/groups", async () => [...sim.world.groups.values()]);
  app.post("/__sim/groups", async (request, reply) =>
    reply.code(201).send(createGroup(sim, readGroup(bodyOf(request.body)))),
  );
  app.get<OfGroup>("/__sim/groups/:id", async (request) => groupOf(sim.world, request.params.id));
  app.patch<OfGroup>("/__sim/groups/:id", async (request) =>
    changeGroup(sim, request.params.id, readGroup(bodyOf(request.body))),
  );
  app.delete<OfGroup>("/__sim/groups/:id", async (request) => {
    deleteGroup(sim, request.params.id);
    return { ok: true };
  });
}
