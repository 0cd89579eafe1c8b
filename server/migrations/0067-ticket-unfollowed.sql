-- previous release may still run: yes (new table)

-- Who left a ticket: it is not told them again because they comment on it, only when somebody makes them follow or responsible anew.
CREATE TABLE ticket_unfollowed (
  account_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  PRIMARY KEY (account_id, ticket_id, agent_id),
  FOREIGN KEY (account_id, ticket_id) REFERENCES ticket,
  FOREIGN KEY (account_id, agent_id) REFERENCES agent
);
ALTER TABLE ticket_unfollowed ENABLE ROW LEVEL SECURITY;
ALTER TABLE ticket_unfollowed FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON ticket_unfollowed TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid)) WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON ticket_unfollowed TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON ticket_unfollowed TO balcao_app, balcao_system;
