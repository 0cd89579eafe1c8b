import {
  AddContactNote,
  ContactChoice,
  ContactDetails,
  ContactNotePatch,
  ContactPage,
  ContactPatch,
  ContactQuery,
  IdParams,
  LabelContact,
  Organisation,
  OrganisationCreate,
  OrganisationDelete,
  OrganisationPage,
  OrganisationQuery,
  OrganisationRow,
  OrganisationUpdate,
  SaveContact,
  SavedContact,
  SetEmail,
  SetFieldValue,
  SetOrganisation,
} from "@balcao/api";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Deps } from "../../platform/deps.ts";
import { anyAgent, overseers } from "../../platform/http.ts";
import { noteChoice } from "./choices.service.ts";
import type { ContactDoor } from "./contacts.door.ts";
import {
  addContactNote,
  getContact,
  labelContact,
  nameContact,
  putInOrganisation,
  reviseContactNote,
  setFieldValue,
  writeEmail,
} from "./details.service.ts";
import { getContacts } from "./list.service.ts";
import {
  createOrganisation,
  getOrganisation,
  getOrganisations,
  removeOrganisation,
  saveOrganisation,
} from "./organisations.service.ts";
import { saveContact } from "./saved.service.ts";

const config = { policy: anyAgent };
const params = IdParams;
const response = { 200: ContactDetails };

function organisationRoutes(app: FastifyInstance, deps: Deps, door: ContactDoor): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  routes.get(
    "/api/organisations",
    { config, schema: { querystring: OrganisationQuery, response: { 200: OrganisationPage } } },
    ({ actor, query }) => getOrganisations(deps, door, actor, query),
  );
  routes.get(
    "/api/organisations/:id",
    { config, schema: { params, response: { 200: OrganisationRow } } },
    ({ actor, params: { id } }) => getOrganisation(deps, door, actor, id),
  );
  routes.delete(
    "/api/organisations/:id",
    {
      config: { policy: overseers },
      schema: { params, body: OrganisationDelete, response: { 204: z.null() } },
    },
    async ({ actor, params: { id }, body }, reply) => {
      await removeOrganisation(deps, actor, id, body);
      return reply.code(204).send(null);
    },
  );
  routes.post(
    "/api/organisations",
    { config, schema: { body: OrganisationCreate, response: { 201: Organisation } } },
    async ({ actor, body }, reply) => reply.code(201).send(await createOrganisation(deps, actor, body)),
  );
  routes.put(
    "/api/organisations/:id",
    { config, schema: { params, body: OrganisationUpdate, response: { 200: Organisation } } },
    ({ actor, params: { id }, body }) => saveOrganisation(deps, actor, id, body),
  );
}

/** What a customer wants none of, noted for them. */
function choiceRoutes(app: FastifyInstance, deps: Deps, door: ContactDoor): void {
  app
    .withTypeProvider<ZodTypeProvider>()
    .post(
      "/api/contacts/:id/choices",
      { config, schema: { params, body: ContactChoice, response } },
      ({ actor, params: { id }, body }) => noteChoice(deps, door, actor, id, body),
    );
}

/** Contatos, and what stands in the panel about a customer. */
export function contactRoutes(app: FastifyInstance, deps: Deps, door: ContactDoor): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  organisationRoutes(app, deps, door);
  choiceRoutes(app, deps, door);
  routes.get(
    "/api/contacts",
    { config, schema: { querystring: ContactQuery, response: { 200: ContactPage } } },
    ({ actor, query }) => getContacts(deps, door, actor, query),
  );
  routes.post(
    "/api/contacts",
    { config, schema: { body: SaveContact, response: { 200: SavedContact } } },
    ({ actor, body }) => saveContact(deps, door, actor, body),
  );
  routes.get("/api/contacts/:id", { config, schema: { params, response } }, ({ actor, params: { id } }) =>
    getContact(deps, door, actor, id),
  );
  routes.patch(
    "/api/contacts/:id",
    { config, schema: { params, body: ContactPatch, response } },
    ({ actor, params: { id }, body }) => nameContact(deps, door, actor, id, body.name),
  );
  routes.put(
    "/api/contacts/:id/value",
    { config, schema: { params, body: SetFieldValue, response } },
    ({ actor, params: { id }, body }) => setFieldValue(deps, door, actor, id, body),
  );
  routes.put(
    "/api/contacts/:id/organisation",
    { config, schema: { params, body: SetOrganisation, response } },
    ({ actor, params: { id }, body }) => putInOrganisation(deps, door, actor, id, body),
  );
  routes.put(
    "/api/contacts/:id/email",
    { config, schema: { params, body: SetEmail, response } },
    ({ actor, params: { id }, body }) => writeEmail(deps, door, actor, id, body),
  );
  routes.put(
    "/api/contacts/:id/labels",
    { config, schema: { params, body: LabelContact, response } },
    ({ actor, params: { id }, body }) => labelContact(deps, door, actor, id, body),
  );
  routes.post(
    "/api/contacts/:id/notes",
    { config, schema: { params, body: AddContactNote, response } },
    ({ actor, params: { id }, body }) => addContactNote(deps, door, actor, id, body),
  );
  routes.patch(
    "/api/contact-notes/:id",
    { config, schema: { params, body: ContactNotePatch, response } },
    ({ actor, params: { id }, body }) => reviseContactNote(deps, door, actor, id, body.text),
  );
  routes.delete(
    "/api/contact-notes/:id",
    { config, schema: { params, response } },
    ({ actor, params: { id } }) => reviseContactNote(deps, door, actor, id, null),
  );
}
