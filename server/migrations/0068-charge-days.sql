-- previous release may still run: yes (triggers keep the new column and the sums)

-- The account's day on which a message left. Kept, so that what was counted stays in its month when the account moves to another time zone.
ALTER TABLE message_charge ADD COLUMN day date;
UPDATE message_charge c SET day = (c.left_at AT TIME ZONE a.time_zone)::date FROM account a WHERE a.account_id = c.account_id;
ALTER TABLE message_charge ALTER COLUMN day SET NOT NULL;
CREATE FUNCTION date_charge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.day := (NEW.left_at AT TIME ZONE (SELECT time_zone FROM account WHERE account_id = NEW.account_id))::date;
  RETURN NEW;
END
$$;
CREATE TRIGGER charge_dated_in BEFORE INSERT ON message_charge FOR EACH ROW EXECUTE FUNCTION date_charge();
CREATE TRIGGER charge_dated_on BEFORE UPDATE ON message_charge FOR EACH ROW WHEN (NEW.left_at < OLD.left_at) EXECUTE FUNCTION date_charge();

-- A month by conversation is read from the index alone.
DROP INDEX message_charge_time;
CREATE INDEX message_charge_month ON message_charge (account_id, day, conversation_id, price_category, price_type)
  WHERE price_type IS NOT NULL AND arrived_at IS NOT NULL;

-- What was counted, summed up: a month of a million messages is some thousand of these.
CREATE TABLE message_charge_day (
  account_id uuid NOT NULL,
  day date NOT NULL,
  channel_id uuid NOT NULL,
  team_id uuid NOT NULL,
  price_type text NOT NULL,
  price_category text NOT NULL,
  messages integer NOT NULL,
  PRIMARY KEY (account_id, day, channel_id, team_id, price_type, price_category),
  FOREIGN KEY (account_id, channel_id) REFERENCES channel
) WITH (fillfactor = 70);
ALTER TABLE message_charge_day ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_charge_day FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON message_charge_day TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON message_charge_day TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON message_charge_day TO balcao_app, balcao_system;

-- What one statement made of one or many messages is added to the sums, in one order: two batches must not wait for each other.
CREATE FUNCTION sum_charges() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO message_charge_day AS d (account_id, day, channel_id, team_id, price_type, price_category, messages)
    SELECT account_id, day, channel_id, team_id, price_type, price_category, count(*) FROM after
    WHERE price_type IS NOT NULL AND arrived_at IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (account_id, day, channel_id, team_id, price_type, price_category) DO UPDATE SET messages = d.messages + excluded.messages;
  ELSE
    INSERT INTO message_charge_day AS d (account_id, day, channel_id, team_id, price_type, price_category, messages)
    SELECT account_id, day, channel_id, team_id, price_type, price_category, sum(n) FROM (
      SELECT account_id, day, channel_id, team_id, price_type, price_category, -1 AS n FROM before WHERE price_type IS NOT NULL AND arrived_at IS NOT NULL
      UNION ALL SELECT account_id, day, channel_id, team_id, price_type, price_category, 1 FROM after WHERE price_type IS NOT NULL AND arrived_at IS NOT NULL) moved
    GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0 ORDER BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (account_id, day, channel_id, team_id, price_type, price_category) DO UPDATE SET messages = d.messages + excluded.messages;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER charge_summed_in AFTER INSERT ON message_charge REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION sum_charges();
CREATE TRIGGER charge_summed_on AFTER UPDATE ON message_charge REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION sum_charges();
INSERT INTO message_charge_day (account_id, day, channel_id, team_id, price_type, price_category, messages)
SELECT account_id, day, channel_id, team_id, price_type, price_category, count(*) FROM message_charge
WHERE price_type IS NOT NULL AND arrived_at IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6;
