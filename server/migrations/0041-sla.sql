-- previous release may still run: yes (a new table, and columns it leaves empty: its tickets are followed once something happens to them)

-- What an account promises for its tickets, first match first.
CREATE TABLE sla_setting (
  account_id uuid PRIMARY KEY REFERENCES account,
  -- shape: SlaPolicy[] of @balcao/core
  policies jsonb NOT NULL,
  version integer NOT NULL,
  updated_at timestamptz NOT NULL
);
ALTER TABLE sla_setting ENABLE ROW LEVEL SECURITY;
ALTER TABLE sla_setting FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON sla_setting TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON sla_setting TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON sla_setting TO balcao_app, balcao_system;

ALTER TABLE ticket
  -- shape: SlaState of @balcao/core
  ADD COLUMN sla jsonb,
  -- the earliest deadline that is not done, to order by
  ADD COLUMN sla_due_at timestamptz,
  -- its timer: when it must be looked at next
  ADD COLUMN sla_wake_at timestamptz;
CREATE INDEX ticket_sla_wake ON ticket (sla_wake_at) WHERE sla_wake_at IS NOT NULL;
-- as lists are read by due date: what has no deadline stands after all that has one
CREATE INDEX ticket_sla_due ON ticket (account_id, status_id, (coalesce(sla_due_at, 'infinity')), id) INCLUDE (team_id, agent_id, priority, category_id, type_id, due_at);
