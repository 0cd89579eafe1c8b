import { useMutation } from "@tanstack/react-query";
import { api, sentenceOf } from "../lib/api.ts";
import { toast } from "../lib/toast.ts";

/**
 * Enters as one of the demo people and starts the page anew, so that nothing of the former person stays on the screen. `next`: the
 * page that was asked for.
 */
export function useDemoSignIn(next = "/conversations"): {
  enter: (agentId: string) => void;
  entering: string | undefined;
} {
  const mutation = useMutation({
    mutationFn: (agentId: string) => api("/api/demo/sign-in", { method: "POST", body: { agentId } }),
    onSuccess: () => window.location.assign(next),
    onError: (error) => toast(sentenceOf(error), { tone: "error" }),
  });
  return {
    enter: mutation.mutate,
    entering: mutation.isPending || mutation.isSuccess ? mutation.variables : undefined,
  };
}
