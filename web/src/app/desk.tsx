import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import i18next from "i18next";
import { useSyncExternalStore, type ReactElement } from "react";
import { queryClient, SelfContext, useKnownSelf } from "../lib/queries.ts";
import { LanguageContext } from "../lib/texts.ts";
import { NamesContext, useKnownNames } from "../conversations/use-names.ts";
import { router } from "./router.ts";
import { cssVariablesResolver, theme } from "./theme.ts";

function onLanguage(changed: () => void): () => void {
  i18next.on("languageChanged", changed);
  return () => i18next.off("languageChanged", changed);
}

/** In which language, for whom, and who there is: read by nearly everything that is drawn. */
function Known(): ReactElement {
  const language = useSyncExternalStore(onLanguage, () => i18next.language);
  const me = useKnownSelf();
  const names = useKnownNames(language, me !== null);
  return (
    <LanguageContext value={language}>
      <SelfContext value={me}>
        <NamesContext value={names}>
          <RouterProvider router={router} />
        </NamesContext>
      </SelfContext>
    </LanguageContext>
  );
}

/** The desk with what all of it stands on. */
export function Desk(): ReactElement {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <Known />
      </QueryClientProvider>
    </MantineProvider>
  );
}
