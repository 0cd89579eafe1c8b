-- previous release may still run: no (it writes templates by their name, of which one that is gone keeps its row)

-- A template is what Meta calls one: an id. Its name in a language is free again once it is gone, so that it may stand twice here; what is
-- gone stays, lest a late webhook brings it back.
ALTER TABLE template
  -- TemplateLife of core: when Meta said each thing last; null = told to an earlier release, of which the columns are all that is known
  ADD COLUMN life json,
  -- Meta's sentences about the reason
  ADD COLUMN detail text,
  ADD COLUMN coming_category text,
  ADD COLUMN coming_at timestamptz,
  ADD COLUMN gone boolean NOT NULL DEFAULT false,
  -- false while webhooks have told of it and no list has: nothing can be shown or sent
  ADD COLUMN known boolean NOT NULL DEFAULT true,
  DROP CONSTRAINT template_account_id_waba_id_name_language_key;
CREATE UNIQUE INDEX template_meta ON template (account_id, waba_id, meta_id);
CREATE INDEX template_name ON template (account_id, waba_id, name, language) WHERE NOT gone AND known;
