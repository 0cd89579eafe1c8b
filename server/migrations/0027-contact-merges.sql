-- previous release may still run: no (its lanes would not look again at whom an identity leads to after a merge was taken back)

-- Contacts merged by agents, with what moved, so that it can be taken back.
CREATE TABLE contact_merge (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  kept_id uuid NOT NULL,
  gone_id uuid NOT NULL,
  cause text NOT NULL,
  agent_id uuid NOT NULL,
  key text NOT NULL,
  at timestamptz NOT NULL,
  -- shape: Moved of contacts/merges.queries
  moved jsonb NOT NULL,
  undone_at timestamptz,
  undone_by uuid,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, agent_id, key),
  FOREIGN KEY (account_id, kept_id) REFERENCES contact,
  FOREIGN KEY (account_id, gone_id) REFERENCES contact,
  FOREIGN KEY (account_id, agent_id) REFERENCES agent
);
CREATE INDEX contact_merge_kept ON contact_merge (account_id, kept_id) WHERE undone_at IS NULL;
CREATE INDEX contact_merged_into ON contact (account_id, merged_into) WHERE merged_into IS NOT NULL;

-- A merge into this contact was taken back: what was known of its identities before its lock may lead to somebody else now.
ALTER TABLE contact ADD COLUMN was_split boolean NOT NULL DEFAULT false;

ALTER TABLE contact_merge ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_merge FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON contact_merge TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON contact_merge TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON contact_merge TO balcao_app, balcao_system;
