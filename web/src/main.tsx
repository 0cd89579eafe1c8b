import "./lib/no-eval.ts";
import "./app/styles/layers.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Desk } from "./app/desk.tsx";
import { startI18n } from "./lib/i18n.ts";
import { fetchMe, keys, queryClient } from "./lib/queries.ts";
import { sayRequired } from "./lib/required.ts";

const place = document.getElementById("root");
if (!place) throw new Error("no #root in the page");

// behind these doors nobody is signed in yet; everywhere else who it is comes together with the texts
if (!/^\/(?:sign-in|invitation|first-administrator)\b/u.test(location.pathname))
  void queryClient.prefetchQuery({ queryKey: keys.me, queryFn: fetchMe, retry: false });
await startI18n();
sayRequired();
createRoot(place).render(
  <StrictMode>
    <Desk />
  </StrictMode>,
);
