import type { Editor } from "../parts/use-editor.ts";
import type { OpeningValues } from "./values.ts";

/** What each section of the form gets. `teamName` = the team in which conversations begin, as previews name it. */
export type PartProps = { editor: Editor<OpeningValues>; teamName: string };
