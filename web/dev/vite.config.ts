import { mergeConfig, defineConfig } from "vite";
import base from "../vite.config.ts";
import { fakeServer } from "./fake-server.ts";

/** `vite -c dev/vite.config.ts`: the screens alone, against a small company in memory. Never part of a build. */
export default mergeConfig(
  { ...base, server: {} },
  defineConfig({ plugins: [fakeServer()], server: { host: "127.0.0.1" } }),
);
