-- previous release may still run: yes (it blocks and unblocks here only; what waits for Meta waits for the new one)

-- Whom a number of ours wants blocked at Meta, and what Meta said. Asked again it is as asked once, so doubt is settled by asking.
CREATE TABLE contact_block (
  account_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  recipient_kind text NOT NULL CHECK (recipient_kind IN ('phone', 'bsuid')),
  recipient_value text NOT NULL,
  contact_id uuid NOT NULL,
  wanted boolean NOT NULL,
  -- as Meta last confirmed it; null = in doubt, since a call began
  at_meta boolean DEFAULT false,
  -- of the wish: an answer to an older one settles nothing
  serial integer NOT NULL DEFAULT 1,
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'refused')),
  -- Meta's, of a refusal; null of one = no answer could be had
  error_code integer,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  -- one call at a time; `fence` tells the answer of a caller that was taken for dead
  fence integer NOT NULL DEFAULT 0,
  lease_until timestamptz,
  PRIMARY KEY (account_id, channel_id, recipient_kind, recipient_value),
  FOREIGN KEY (account_id, channel_id) REFERENCES channel,
  FOREIGN KEY (account_id, contact_id) REFERENCES contact
);
CREATE INDEX contact_block_contact ON contact_block (account_id, contact_id);
CREATE INDEX contact_block_pending ON contact_block (next_attempt_at) WHERE state = 'pending';

ALTER TABLE contact_block ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_block FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON contact_block TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON contact_block TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON contact_block TO balcao_app, balcao_system;
