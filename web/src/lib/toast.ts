import { create } from "zustand";

export type Toast = {
  id: number;
  text: string;
  /** an error stays until it is closed */
  tone: "plain" | "error";
  action: { label: string; run: () => void } | null;
};

let next = 1;
export const useToasts = create<{ toasts: Toast[] }>(() => ({ toasts: [] }));

/** Shows a short sentence at the foot of the screen, with one act to take it back if there is one. Gives its id. */
export function toast(
  text: string,
  { tone = "plain", action = null }: Partial<Pick<Toast, "tone" | "action">> = {},
): number {
  const id = next++;
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.slice(-2), { id, text, tone, action }] }));
  return id;
}

export function closeToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((item) => item.id !== id) }));
}
