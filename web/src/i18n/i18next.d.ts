import type common from "./common.pt-BR.json";
import type desk from "./desk.pt-BR.json";
import type settings from "./settings.pt-BR.json";
import type triggers from "./triggers.pt-BR.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: {
      common: typeof common;
      desk: typeof desk;
      settings: typeof settings;
      triggers: typeof triggers;
    };
    returnNull: false;
  }
}
