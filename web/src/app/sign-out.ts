import { api, sentenceOf } from "../lib/api.ts";
import { toast } from "../lib/toast.ts";

/** Ends the session and leaves for the sign-in page. Without an answer it says so and stays. */
export async function signOut(): Promise<void> {
  try {
    await api("/api/auth/sign-out", { method: "POST", body: {} });
    window.location.assign("/sign-in");
  } catch (error) {
    toast(sentenceOf(error), { tone: "error" });
  }
}
