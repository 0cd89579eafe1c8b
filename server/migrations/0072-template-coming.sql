-- previous release may still run: yes (it writes neither column, and what it does not say is read as not known)

-- Since when a template's category is going to change, and whether Meta announced it or only found its words to be of another one.
ALTER TABLE template
  ADD COLUMN coming_since timestamptz,
  ADD COLUMN coming_by text CHECK (coming_by IN ('announced', 'detected'));
