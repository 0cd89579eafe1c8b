-- previous release may still run: yes (it writes none of this, so what it hears of prices is not counted)

-- What each message cost, as Meta's statuses tell it: one row from the first status on, counted once it has a price and has arrived.
-- No reference to the message: what was paid stays known when the conversation is erased.
CREATE TABLE message_charge (
  account_id uuid NOT NULL,
  message_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  -- the conversation's when the message left
  team_id uuid NOT NULL,
  -- the earliest moment that a status names
  left_at timestamptz NOT NULL,
  arrived_at timestamptz,
  -- pricing.type and pricing.category in Meta's own words
  price_type text,
  price_category text,
  PRIMARY KEY (account_id, message_id),
  FOREIGN KEY (account_id, channel_id) REFERENCES channel
) WITH (fillfactor = 85);
-- months of a number, read whole
CREATE INDEX message_charge_time ON message_charge (account_id, left_at);
CREATE INDEX message_charge_conversation ON message_charge (account_id, conversation_id);

-- The account's table of rates: what a message of a category costs from a day on, in millionths of `currency`.
CREATE TABLE message_rate (
  account_id uuid NOT NULL,
  category text NOT NULL CHECK (length(category) BETWEEN 1 AND 60),
  valid_from date NOT NULL,
  micros bigint NOT NULL CHECK (micros BETWEEN 0 AND 1000000000000),
  PRIMARY KEY (account_id, category, valid_from),
  FOREIGN KEY (account_id) REFERENCES account
);

ALTER TABLE message_charge ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_charge FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON message_charge TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON message_charge TO balcao_system USING (true) WITH CHECK (true);
ALTER TABLE message_rate ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_rate FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON message_rate TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON message_rate TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON message_charge, message_rate TO balcao_app, balcao_system;
