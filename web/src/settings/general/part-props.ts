import type { Editor } from "../parts/use-editor.ts";
import type { WhatsAppValues } from "./values.ts";

/** What each section of the form gets. `teamName` = the team of first contact, as previews name it. */
export type PartProps = { editor: Editor<WhatsAppValues>; teamName: string; readOnly: boolean };
