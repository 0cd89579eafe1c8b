import { MantineProvider } from "@mantine/core";
import "./app/styles/layers.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { router } from "./app/router.ts";
import { cssVariablesResolver, theme } from "./app/theme.ts";
import { startI18n } from "./lib/i18n.ts";
import { queryClient } from "./lib/queries.ts";

const place = document.getElementById("root");
if (!place) throw new Error("no #root in the page");

await startI18n();
createRoot(place).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
