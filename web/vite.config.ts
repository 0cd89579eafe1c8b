import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { emojiData } from "./scripts/emoji-data.ts";

const api = process.env["BALCAO_API"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react(), emojiData()],
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
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              // left to itself, every icon and helper that two pages use becomes a file: 60 at the first visit, 18 KB more.
              // What belongs to an open conversation comes with it: what its parts share, with all that needs, is no part of the first visit
              name: "shared",
              test: /[\\/]web[\\/]src[\\/](app|lib|realtime|conversations(?![\\/](emoji|voice|(composer|dialogs|thread|panel)[\\/][^\\/]*\.tsx)))[\\/].*\.tsx?$|[\\/](lucide-react|@tanstack)[\\/]/,
              minShareCount: 2,
            },
          ],
        },
      },
    },
    sourcemap: false,
    reportCompressedSize: false,
  },
});
