import { create } from "zustand";

/** `live` = the socket is up and nothing is missing; `waiting` = it will be tried again. */
export type Connection = { state: "connecting" | "live" | "waiting"; online: boolean };

export const useConnection = create<Connection>(() => ({
  state: "connecting",
  online: typeof navigator === "undefined" || navigator.onLine,
}));

/** Follows what the browser knows of its network. Gives the way to stop. */
export function watchNetwork(): () => void {
  const update = (): void => useConnection.setState({ online: navigator.onLine });
  window.addEventListener("online", update);
  window.addEventListener("offline", update);
  return () => {
    window.removeEventListener("online", update);
    window.removeEventListener("offline", update);
  };
}
