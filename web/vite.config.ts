import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const api = process.env["BALCAO_API"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react()],
  server: {
    host: "127.0.0.1",
    proxy: { "/api/realtime": { target: api, ws: true }, "/api": { target: api } },
  },
  build: {
    target: "es2023",
    modulePreload: { polyfill: false },
    // the server's content security policy allows no data: scripts or inline styles of ours
    assetsInlineLimit: 0,
    manifest: true,
    sourcemap: false,
    reportCompressedSize: false,
  },
});
