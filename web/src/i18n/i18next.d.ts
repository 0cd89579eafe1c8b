import type calls from "./calls.pt-BR.json";
import type channelBar from "./channelBar.pt-BR.json";
import type channels from "./channels.pt-BR.json";
import type chosen from "./chosen.pt-BR.json";
import type common from "./common.pt-BR.json";
import type composer from "./composer.pt-BR.json";
import type contact from "./contact.pt-BR.json";
import type contacts from "./contacts.pt-BR.json";
import type costs from "./costs.pt-BR.json";
import type desk from "./desk.pt-BR.json";
import type dialogs from "./dialogs.pt-BR.json";
import type keys from "./keys.pt-BR.json";
import type mail from "./mail.pt-BR.json";
import type marks from "./marks.pt-BR.json";
import type opening from "./opening.pt-BR.json";
import type replies from "./replies.pt-BR.json";
import type reports from "./reports.pt-BR.json";
import type scheduled from "./scheduled.pt-BR.json";
import type security from "./security.pt-BR.json";
import type settings from "./settings.pt-BR.json";
import type templateEditor from "./templateEditor.pt-BR.json";
import type templates from "./templates.pt-BR.json";
import type tester from "./tester.pt-BR.json";
import type ticketSettings from "./ticketSettings.pt-BR.json";
import type ticketTelling from "./ticketTelling.pt-BR.json";
import type ticketLists from "./ticketLists.pt-BR.json";
import type tickets from "./tickets.pt-BR.json";
import type transcript from "./transcript.pt-BR.json";
import type triggers from "./triggers.pt-BR.json";
import type webhooks from "./webhooks.pt-BR.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: {
      calls: typeof calls;
      channelBar: typeof channelBar;
      channels: typeof channels;
      chosen: typeof chosen;
      common: typeof common;
      composer: typeof composer;
      contact: typeof contact;
      contacts: typeof contacts;
      costs: typeof costs;
      desk: typeof desk;
      dialogs: typeof dialogs;
      keys: typeof keys;
      mail: typeof mail;
      marks: typeof marks;
      opening: typeof opening;
      replies: typeof replies;
      reports: typeof reports;
      scheduled: typeof scheduled;
      security: typeof security;
      settings: typeof settings;
      templateEditor: typeof templateEditor;
      templates: typeof templates;
      tester: typeof tester;
      ticketSettings: typeof ticketSettings;
      ticketTelling: typeof ticketTelling;
      ticketLists: typeof ticketLists;
      tickets: typeof tickets;
      transcript: typeof transcript;
      triggers: typeof triggers;
      webhooks: typeof webhooks;
    };
    returnNull: false;
  }
}
