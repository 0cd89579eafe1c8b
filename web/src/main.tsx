import "./app/styles/layers.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Desk } from "./app/desk.tsx";
import { startI18n } from "./lib/i18n.ts";

const place = document.getElementById("root");
if (!place) throw new Error("no #root in the page");

await startI18n();
createRoot(place).render(
  <StrictMode>
    <Desk />
  </StrictMode>,
);
