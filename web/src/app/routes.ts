import type { Me } from "@balcao/api";
import { createRootRoute, createRoute, redirect } from "@tanstack/react-router";
import { ownPath } from "../lib/addresses.ts";
import { ApiError } from "../lib/api.ts";
import { adoptPreferences } from "../lib/preferences.ts";
import { fetchMe, keys, queryClient } from "../lib/queries.ts";
import { NotFound, PageError } from "./page-states.tsx";
import { Shell } from "./shell.tsx";
import { pagePart } from "../lib/part.ts";

/** Routes that other files hang their pages on. The tree itself is put together in router.ts. */
export const rootRoute = createRootRoute({ notFoundComponent: NotFound, errorComponent: PageError });

/** Whose preferences this page took over. */
let adoptedFor: string | null = null;

/** Waits for who is signed in, else leads to the door and back afterwards. */
export async function requireSignIn({
  location,
}: {
  location: { pathname: string; href: string };
}): Promise<void> {
  try {
    const known = queryClient.getQueryData<Me>(keys.me);
    const { agent, owesTwoStep } =
      known ?? (await queryClient.fetchQuery<Me>({ queryKey: keys.me, queryFn: fetchMe }));
    if (owesTwoStep) throw redirect({ to: "/two-step", search: { next: location.href } });
    if (agent.id !== adoptedFor) adoptPreferences(agent.preferences);
    adoptedFor = agent.id;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      throw redirect({ to: "/sign-in", search: location.pathname === "/" ? {} : { next: location.href } });
    }
    throw error;
  }
}

/** Everything behind the sign-in that stands in the desk's frame. */
export const deskRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "desk",
  component: Shell,
  errorComponent: PageError,
  beforeLoad: requireSignIn,
});

export const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/conversations", replace: true });
  },
});

/** Where to go afterwards: only a path of ours, never another site's address. */
function readNext(search: Record<string, unknown>): { next?: string } {
  const next = ownPath(search["next"]);
  return next === null ? {} : { next };
}

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: readNext,
  component: pagePart(() => import("../entry/sign-in-page.tsx"), "SignInPage"),
});

/** Where who owes the company a second step is led from everywhere. */
export const twoStepRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/two-step",
  validateSearch: readNext,
  component: pagePart(() => import("../entry/two-step-page.tsx"), "TwoStepPage"),
  beforeLoad: async ({ search: { next } }) => {
    const me = await queryClient.fetchQuery<Me>({ queryKey: keys.me, queryFn: fetchMe, staleTime: 0 });
    if (!me.owesTwoStep) throw redirect({ to: next ?? "/conversations", replace: true });
  },
});

export const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/invitation/$token",
  component: pagePart(() => import("../entry/invitation-page.tsx"), "InvitationPage"),
});

export const firstAdministratorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/first-administrator/$token",
  component: pagePart(() => import("../entry/first-administrator-page.tsx"), "FirstAdministratorPage"),
});

/** Configurações: its pages live in src/settings. */
export const settingsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: "/settings",
  component: pagePart(() => import("../settings/layout.tsx"), "SettingsLayout"),
});
