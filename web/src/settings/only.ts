import type { Me, Role } from "@balcao/api";
import { redirect } from "@tanstack/react-router";
import { hasRole, keys, queryClient } from "../lib/queries.ts";

/** Has the person signed in that role, at least? */
export const may = (role: Role): boolean => {
  const me = queryClient.getQueryData<Me>(keys.me);
  return me !== undefined && hasRole(me, role);
};

/** Leads who may not open a page to the one that is everybody's. */
export const only = (role: Role) => () => {
  if (!may(role)) throw redirect({ to: "/settings/me", replace: true });
};
