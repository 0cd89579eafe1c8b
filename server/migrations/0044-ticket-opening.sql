-- previous release may still run: no (it takes every ticket and link to be somebody's)

-- Abertura de chamados: what opens with a conversation, and what its customer is asked first.
CREATE TABLE ticket_opening (
  account_id uuid PRIMARY KEY REFERENCES account,
  enabled boolean NOT NULL,
  -- may hold variables
  title text NOT NULL,
  -- null = the team in which the conversation begins
  team_id uuid,
  category_id uuid,
  type_id uuid,
  priority smallint NOT NULL CHECK (priority BETWEEN 0 AND 4),
  announces boolean NOT NULL,
  announcement text NOT NULL,
  email_mode text NOT NULL CHECK (email_mode IN ('off', 'optional', 'mandatory')),
  email_attempts integer NOT NULL CHECK (email_attempts BETWEEN 1 AND 5),
  email_silence_minutes integer NOT NULL CHECK (email_silence_minutes > 0),
  email_question text NOT NULL,
  email_repeat text NOT NULL,
  version integer NOT NULL,
  updated_at timestamptz NOT NULL,
  FOREIGN KEY (account_id, team_id) REFERENCES team,
  FOREIGN KEY (account_id, category_id) REFERENCES ticket_category,
  FOREIGN KEY (account_id, type_id) REFERENCES ticket_type
);
ALTER TABLE ticket_opening ENABLE ROW LEVEL SECURITY;
ALTER TABLE ticket_opening FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON ticket_opening TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON ticket_opening TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON ticket_opening TO balcao_app, balcao_system;

-- null = opened with its conversation, by the setting; at most one a conversation, whatever the lanes do
ALTER TABLE ticket ALTER COLUMN created_by DROP NOT NULL;
CREATE UNIQUE INDEX ticket_opened_once ON ticket (account_id, conversation_id) WHERE created_by IS NULL;
ALTER TABLE ticket_message ALTER COLUMN linked_by DROP NOT NULL;
-- What its customer gave as e-mail: confirmed by a code, on the customer's word, or another contact's and not confirmed.
ALTER TABLE ticket ADD COLUMN email text;
ALTER TABLE ticket ADD COLUMN email_standing text CHECK (email_standing IN ('confirmed', 'stated', 'of_another'));
ALTER TABLE ticket ADD CHECK ((email IS NULL) = (email_standing IS NULL));

-- null = on somebody's word
ALTER TABLE contact ADD COLUMN email_confirmed_at timestamptz;
ALTER TABLE contact ADD CHECK (email_confirmed_at IS NULL OR email IS NOT NULL);
CREATE INDEX contact_email ON contact (account_id, lower(email)) WHERE email IS NOT NULL;
