import type { ChannelSignup } from "@balcao/api";
import { useEffect, useState } from "react";

/** As much of Meta's script as is used (wire facts, section 12.3). */
type Facebook = {
  init(options: { appId: string; version: string; cookie: boolean; xfbml: boolean }): void;
  login(told: (answer: { authResponse?: { code?: string } | null }) => void, options: object): void;
};
declare global {
  interface Window {
    FB?: Facebook;
  }
}

const SCRIPT = "https://connect.facebook.net/en_US/sdk.js";
const LOGIN = {
  response_type: "code",
  override_default_response_type: true,
  extras: { setup: {}, featureType: "", sessionInfoVersion: "3", version: "v4" },
};

type App = NonNullable<ChannelSignup["app"]>;

/**
 * Meta's script for signing in, fetched where this installation has an app for it and only while its page is open. It must be there before
 * the button is pressed: a browser lets nothing but the press itself open a window.
 */
export function useFacebook(app: App | null): "coming" | "there" | "failed" {
  const [state, setState] = useState<"coming" | "there" | "failed">("coming");
  useEffect(() => {
    if (!app) return;
    const begin = (): void => {
      window.FB?.init({ appId: app.appId, version: app.version, cookie: false, xfbml: false });
      setState(window.FB ? "there" : "failed");
    };
    if (window.FB) {
      begin();
      return;
    }
    const script = document.createElement("script");
    script.src = SCRIPT;
    script.async = true;
    script.addEventListener("load", begin);
    script.addEventListener("error", () => setState("failed"));
    document.head.append(script);
    return () => script.remove();
  }, [app]);
  return state;
}

/** Opens Meta's window; the code it gives, or null when it was left. */
export const signIn = ({ configId }: App): Promise<string | null> =>
  new Promise((resolve) => {
    window.FB?.login(({ authResponse }) => resolve(authResponse?.code ?? null), {
      config_id: configId,
      ...LOGIN,
    });
  });
