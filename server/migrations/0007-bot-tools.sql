-- previous release may still run: yes (new tables, an index it need not know)

-- Tests of the bot that an account keeps: played against the draft whenever it is to be published.
CREATE TABLE bot_script (
  account_id uuid NOT NULL REFERENCES account,
  id uuid NOT NULL,
  name text NOT NULL,
  -- local time of the account, "2026-11-23T09:00"
  begin_local text NOT NULL,
  -- shape: TesterStep[] of @balcao/core
  steps jsonb NOT NULL,
  -- what `outcomeOf` of @balcao/core must say
  expected jsonb NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  updated_by uuid,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, updated_by) REFERENCES agent
);
CREATE UNIQUE INDEX bot_script_name ON bot_script (account_id, lower(name));

-- Errors of what is published that have been told: a team or a setting changed under it. A new one is told once.
CREATE TABLE bot_alarm (
  account_id uuid PRIMARY KEY REFERENCES account,
  bot_version_id uuid NOT NULL,
  -- one text an error, from its code, triggers and data
  errors jsonb NOT NULL,
  FOREIGN KEY (account_id, bot_version_id) REFERENCES bot_version
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['bot_script', 'bot_alarm'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY account_only ON %I TO balcao_app USING (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid)) WITH CHECK (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid))', t);
    EXECUTE format('CREATE POLICY system_all ON %I TO balcao_system USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO balcao_app, balcao_system', t);
  END LOOP;
END
$$;

-- Reports read the decisions of some days. They are written in the order of time, so a few bytes a page find them; a message
-- costs nothing more (see 0006).
CREATE INDEX bot_trace_days ON bot_trace USING brin (at) WITH (autosummarize = on, pages_per_range = 32);
