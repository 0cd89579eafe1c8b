import type { CallRule, QuietHours } from "@balcao/core";
import { create } from "zustand";
import { api, sentenceOf } from "./api.ts";
import { readJson, write } from "./storage.ts";
import { toast } from "./toast.ts";

/** What a person chose for themselves. `device` ones stay in this browser; the others follow the person. */
export type Preferences = {
  language: "pt-BR" | "en" | null;
  sendWith: "enter" | "ctrl-enter";
  /** has written before: is not asked any more which key is to send */
  habitKnown: boolean;
  historyHidden: boolean;
  singleKeys: boolean;
  /** chosen; who is idle is away without choosing */
  availability: "available" | "away";
  /** what calls: customers' messages of these conversations; by sound (volume 0 to 100), and outside of the browser */
  callFor: CallRule;
  sound: boolean;
  volume: number;
  desktopNotices: boolean;
  noticeText: boolean;
  /** nothing calls then; in the account's zone */
  quietHours: QuietHours | null;
  /** the text in notices that come while Balcão is closed */
  pushText: boolean;
  /** e-mail about tickets one follows */
  ticketMail: boolean;
  listWidth: number;
  phoneWidth: number;
  phoneOpen: boolean | null;
  panelOpen: boolean | null;
};

/** Each window's own. */
const LAYOUT = ["listWidth", "phoneWidth", "phoneOpen", "panelOpen"] as const;
const DEVICE: ReadonlySet<keyof Preferences> = new Set([...LAYOUT, "desktopNotices"]);
const STORE = "balcao.preferences";
const INITIAL: Preferences = {
  language: null,
  sendWith: "enter",
  habitKnown: false,
  historyHidden: false,
  singleKeys: true,
  availability: "available",
  callFor: "team",
  sound: true,
  volume: 50,
  desktopNotices: false,
  noticeText: true,
  quietHours: null,
  pushText: false,
  ticketMail: true,
  listWidth: 376,
  phoneWidth: 384,
  phoneOpen: null,
  panelOpen: null,
};

export const usePreferences = create<Preferences>(() => ({
  ...INITIAL,
  ...readJson<Partial<Preferences>>(STORE, {}),
}));

function keep(): void {
  write(STORE, JSON.stringify(usePreferences.getState()));
}

/** Remembers a choice here at once and, unless it belongs to the device or nobody is signed in, with the person on the server. */
export async function setPreference<K extends keyof Preferences>(
  name: K,
  value: Preferences[K],
  place: "account" | "device" = "account",
): Promise<void> {
  usePreferences.setState({ [name]: value } as Partial<Preferences>);
  keep();
  if (DEVICE.has(name) || place === "device") return;
  try {
    await api("/api/me/preferences", { method: "PATCH", body: { [name]: value } });
  } catch (error) {
    toast(sentenceOf(error), { tone: "error" });
  }
}

/** Follows what is chosen in other windows of this browser. Gives the way to stop. */
export function watchPreferences(): () => void {
  const follow = ({ key, newValue }: StorageEvent): void => {
    if (key !== STORE || newValue === null) return;
    const chosen = readJson<Partial<Preferences>>(STORE, {});
    for (const name of LAYOUT) delete chosen[name];
    usePreferences.setState(chosen);
  };
  window.addEventListener("storage", follow);
  return () => window.removeEventListener("storage", follow);
}

/** Takes over what the server remembers of this person. */
export function adoptPreferences(saved: Record<string, unknown>): void {
  const known: Partial<Record<keyof Preferences, unknown>> = {};
  for (const name of Object.keys(INITIAL) as (keyof Preferences)[]) {
    if (!DEVICE.has(name) && name in saved && saved[name] !== undefined) known[name] = saved[name];
  }
  usePreferences.setState(known as Partial<Preferences>);
  keep();
}
