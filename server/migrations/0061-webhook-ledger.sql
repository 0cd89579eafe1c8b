-- previous release may still run: yes (new table, new column, new indexes)

-- When somebody last had a delivery handled again.
ALTER TABLE webhook_delivery ADD COLUMN replayed_at timestamptz;
-- What went wrong, among all that went well.
CREATE INDEX webhook_delivery_unreadable ON webhook_delivery (account_id, received_at) WHERE error IS NOT NULL;
CREATE INDEX quarantined_fact_delivery ON quarantined_fact (account_id, delivery_id);

-- How long deliveries are kept. No row = as usual (KEEP_DAYS of @balcao/api).
CREATE TABLE webhook_setting (
  account_id uuid PRIMARY KEY REFERENCES account,
  keep_days integer NOT NULL CHECK (keep_days BETWEEN 7 AND 365),
  version integer NOT NULL,
  updated_at timestamptz NOT NULL
);

ALTER TABLE webhook_setting ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_setting FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON webhook_setting TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON webhook_setting TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_setting TO balcao_app, balcao_system;
