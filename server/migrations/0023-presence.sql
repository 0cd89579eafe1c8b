-- previous release may still run: yes (a new table)

-- Windows of agents that are open now: what they have in sight and whether they type. Not history: unlogged, gone after a crash, and
-- every window says it anew. Moments are the database's own clock, which all web nodes share.
CREATE UNLOGGED TABLE presence (
  account_id uuid NOT NULL,
  -- one socket of a browser
  line_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  -- no foreign key: its check would wait for the row locks of lanes; the node has looked whether the agent may see it
  conversation_id uuid,
  typing_until timestamptz,
  idle boolean NOT NULL,
  alive_until timestamptz NOT NULL,
  PRIMARY KEY (account_id, line_id),
  FOREIGN KEY (account_id, agent_id) REFERENCES agent
);

ALTER TABLE presence ENABLE ROW LEVEL SECURITY;
ALTER TABLE presence FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON presence TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid))
  WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON presence TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON presence TO balcao_app, balcao_system;
