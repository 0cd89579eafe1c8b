import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { emojiData } from "./scripts/emoji-data.ts";
import { precompressed } from "./scripts/precompress.ts";

const api = process.env["BALCAO_API"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react(), emojiData(), precompressed()],
  resolve: {
    // Lucide's icons, drawn by us
    alias: [
      {
        find: /^\.\.\/createLucideIcon\.mjs$/,
        replacement: fileURLToPath(new URL("src/app/create-icon.ts", import.meta.url)),
      },
    ],
  },
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
              // what the first screen needs, and nothing else: what is imported on the way to it without `import()`
              name: "first",
              tags: ["$initial"],
              // all but the entry itself, which is to keep its name
              test: /^(?!.*[\\/]web[\\/](index\.html|src[\\/]main\.tsx)$)/,
              priority: 1,
            },
            {
              // left to itself, every icon and helper that two pages use becomes a file: an opened conversation would fetch 52 instead of 10
              name: "shared",
              test: /[\\/]web[\\/]src[\\/](app|lib|realtime|conversations(?![\\/](emoji|voice|marks[\\/](perform|guess)|(composer|dialogs|thread|panel)[\\/][^\\/]*\.tsx)))[\\/].*\.tsx?$|[\\/](lucide-react|@tanstack)[\\/]/,
              minShareCount: 2,
            },
          ],
        },
      },
    },
    sourcemap: false,
    reportCompressedSize: false,
    // the first visit's: its budget is kept by src/first-load.test.ts
    chunkSizeWarningLimit: 700,
  },
});
