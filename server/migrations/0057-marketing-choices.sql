-- previous release may still run: yes (it notes no choice, and asks for none before it sends)

-- Whether a person wants this company's marketing messages: each time they said so, by whatever way. The latest counts.
CREATE TABLE marketing_choice (
  account_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  at timestamptz NOT NULL,
  stopped boolean NOT NULL,
  -- meta: chosen in WhatsApp (user_preferences); refusal: Meta refused a message for it (131050); word: written to us
  source text NOT NULL CHECK (source IN ('meta', 'refusal', 'word')),
  PRIMARY KEY (account_id, contact_id, at, stopped, source),
  FOREIGN KEY (account_id, contact_id) REFERENCES contact
);

ALTER TABLE marketing_choice ENABLE ROW LEVEL SECURITY;
ALTER TABLE marketing_choice FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON marketing_choice TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON marketing_choice TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON marketing_choice TO balcao_app, balcao_system;

-- Since when, by the latest choice; null = marketing may go.
ALTER TABLE contact ADD COLUMN marketing_stopped_at timestamptz;
