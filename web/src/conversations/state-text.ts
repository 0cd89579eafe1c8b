import { useTranslation } from "../lib/texts.ts";
import { stateOf, usePeople } from "../realtime/presence.ts";

/** "Disponível", "Ausente" or "Desconectado" for an agent; null while nobody can tell. */
export function useStateText(): (agentId: string) => string | null {
  const { t } = useTranslation("common");
  const people = usePeople();
  return (agentId) => {
    const state = stateOf(people, agentId);
    return state === null ? null : t(`availability.${state}`);
  };
}
