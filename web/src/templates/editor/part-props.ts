import type { TemplateDraft } from "@balcao/core";
import type { Editor } from "../../settings/parts/use-editor.ts";

export type PartProps = { editor: Editor<TemplateDraft> };
