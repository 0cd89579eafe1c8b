-- previous release may still run: yes (new table; it mails nothing of the new kind)

-- What an account means to spend on messages, and what it was told of that already.
CREATE TABLE cost_setting (
  account_id uuid PRIMARY KEY REFERENCES account,
  -- of message_rate too
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- for a calendar month of the account, in millionths; null = no budget
  budget_micros bigint CHECK (budget_micros > 0),
  warn_percent smallint NOT NULL DEFAULT 80 CHECK (warn_percent BETWEEN 1 AND 99),
  -- of which month ("2026-11") people were told last, and how bad it was
  told_month text,
  told_level text NOT NULL DEFAULT 'within' CHECK (told_level IN ('within', 'warned', 'passed')),
  version integer NOT NULL,
  updated_at timestamptz NOT NULL
);
ALTER TABLE cost_setting ENABLE ROW LEVEL SECURITY;
ALTER TABLE cost_setting FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON cost_setting TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON cost_setting TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON cost_setting TO balcao_app, balcao_system;

ALTER TABLE mail DROP CONSTRAINT mail_kind_check;
ALTER TABLE mail ADD CONSTRAINT mail_kind_check CHECK (kind IN ('code', 'ticket', 'cost'));
