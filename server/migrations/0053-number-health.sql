-- previous release may still run: yes (it writes none of this, and its sends wait for nothing)

-- What Meta last said of a number in its notices; null = nothing yet. Readings of the number fill them too.
ALTER TABLE channel ADD COLUMN verified_name text;
-- APPROVED, DEFERRED, PENDING, REJECTED
ALTER TABLE channel ADD COLUMN name_decision text;
-- GREEN, YELLOW, RED, UNKNOWN
ALTER TABLE channel ADD COLUMN quality text;
-- TIER_250, TIER_2K, TIER_10K, TIER_100K, TIER_UNLIMITED: people outside their windows in 24 h
ALTER TABLE channel ADD COLUMN messaging_limit text;
-- STANDARD, HIGH
ALTER TABLE channel ADD COLUMN throughput text;
-- when each of these was told, by its name: notices come in any order, and the newest counts
ALTER TABLE channel ADD COLUMN told_at jsonb NOT NULL DEFAULT '{}';

-- What ails a number, by Meta's word. One row for each kind and cause, ill while `ended_at` is null and `until` not past; the row
-- stays, so that an old notice that comes late changes nothing. That sends are held for an error stands in channel.paused_code.
CREATE TABLE channel_trouble (
  account_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  -- restriction, violation, ban, disconnected, alert, name, quality, review, pin, error
  kind text NOT NULL,
  -- Meta's own word: a restriction's or an alert's type, a decision, an error code; '' = there is only one
  cause text NOT NULL DEFAULT '',
  severity text NOT NULL CHECK (severity IN ('critical', 'warning', 'info')),
  -- the sends it stops: templates outside a window, answers, utility templates; null = none
  stops text CHECK (stops IN ('begin', 'answer', 'utility')),
  -- Meta's words for a person: description, remediation, dates
  data jsonb NOT NULL DEFAULT '{}',
  since timestamptz NOT NULL,
  -- Meta said that it ends by itself then; null = until it is told
  until timestamptz,
  ended_at timestamptz,
  PRIMARY KEY (account_id, channel_id, kind, cause),
  FOREIGN KEY (account_id, channel_id) REFERENCES channel
);

ALTER TABLE channel_trouble ENABLE ROW LEVEL SECURITY;
ALTER TABLE channel_trouble FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON channel_trouble TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON channel_trouble TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON channel_trouble TO balcao_app, balcao_system;
