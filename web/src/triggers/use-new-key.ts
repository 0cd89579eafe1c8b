import { useNavigate } from "@tanstack/react-router";
import { useKeys } from "../lib/keys.ts";
import { hasRole, useSelf } from "../lib/queries.ts";

/** N begins a new trigger, for those who may; also right after one was saved, so that many can be written in a row. */
export function useNewKey(): void {
  const navigate = useNavigate();
  const isAdministrator = hasRole(useSelf(), "administrator");
  useKeys([
    {
      id: "triggerNew",
      palette: true,
      enabled: isAdministrator,
      run: () => void navigate({ to: "/settings/triggers/new" }),
    },
  ]);
}
