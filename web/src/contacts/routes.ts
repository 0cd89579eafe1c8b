import { createRoute } from "@tanstack/react-router";
import { deskRoute } from "../app/routes.ts";
import { readContactSearch, readQuery } from "./search.ts";
import { pagePart } from "../lib/part.ts";

const contactsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: "/contacts",
  validateSearch: readContactSearch,
  component: pagePart(() => import("./contacts-page.tsx"), "ContactsPage"),
});

const importRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: "/contacts/import",
  component: pagePart(() => import("./import-page.tsx"), "ImportPage"),
});

const contactRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: "/contacts/$id",
  component: pagePart(() => import("./contact-page.tsx"), "ContactPage"),
});

const organisationsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: "/contacts/organisations",
  validateSearch: readQuery,
  component: pagePart(() => import("./organisations-page.tsx"), "OrganisationsPage"),
});

const organisationRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: "/contacts/organisations/$id",
  component: pagePart(() => import("./organisation-page.tsx"), "OrganisationPage"),
});

/** Atendimento > Contatos. */
export const contactRoutes = [
  contactsRoute,
  importRoute,
  contactRoute,
  organisationsRoute,
  organisationRoute,
] as const;
