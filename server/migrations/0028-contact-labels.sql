-- previous release may still run: yes (it merges contacts without their labels)

-- The account's labels on contacts, from the same catalogue as on conversations.
CREATE TABLE contact_label (
  account_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  label_id uuid NOT NULL,
  PRIMARY KEY (account_id, contact_id, label_id),
  FOREIGN KEY (account_id, contact_id) REFERENCES contact,
  FOREIGN KEY (account_id, label_id) REFERENCES label ON DELETE CASCADE
);
CREATE INDEX contact_label_by_label ON contact_label (account_id, label_id, contact_id);

ALTER TABLE contact_label ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_label FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON contact_label TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON contact_label TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON contact_label TO balcao_app, balcao_system;
