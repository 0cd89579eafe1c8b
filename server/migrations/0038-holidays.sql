-- previous release may still run: yes (a new table, and a column it need not know)

-- On which days an account does not work, whatever its hours. Without a row: the national holidays of Brazil (USUAL_HOLIDAYS of @balcao/core).
CREATE TABLE holiday_setting (
  account_id uuid PRIMARY KEY REFERENCES account,
  -- codes of NationalHoliday of @balcao/core
  national text[] NOT NULL,
  -- shape: OwnHoliday[] of @balcao/core
  own jsonb NOT NULL,
  version integer NOT NULL,
  updated_at timestamptz NOT NULL
);
ALTER TABLE holiday_setting ENABLE ROW LEVEL SECURITY;
ALTER TABLE holiday_setting FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON holiday_setting TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON holiday_setting TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON holiday_setting TO balcao_app, balcao_system;

-- A team that works on holidays too.
ALTER TABLE team ADD COLUMN works_holidays boolean NOT NULL DEFAULT false;
