-- previous release may still run: yes (indexes, and a ledger that triggers write)

-- Lists of tickets are read status by status, each in its order, and the heads are merged. What lists are narrowed down by stands in the
-- indexes beside their order, so that walking past what is not wanted, or not to be seen, costs no visit to the table.
CREATE INDEX ticket_updated ON ticket (account_id, status_id, updated_at DESC, id DESC) INCLUDE (team_id, agent_id, priority, category_id, type_id, due_at);
CREATE INDEX ticket_created ON ticket (account_id, status_id, number DESC) INCLUDE (id, team_id, agent_id, priority, category_id, type_id, due_at);
CREATE INDEX ticket_urgent ON ticket (account_id, status_id, priority DESC, updated_at DESC, id DESC) INCLUDE (team_id, agent_id, category_id, type_id, due_at);
-- what has no due date is due after all that has one
CREATE INDEX ticket_due ON ticket (account_id, status_id, (coalesce(due_at, 'infinity')), id) INCLUDE (team_id, agent_id, priority, category_id, type_id, due_at);
CREATE INDEX ticket_overdue ON ticket (account_id, due_at) INCLUDE (team_id, agent_id) WHERE over_at IS NULL AND due_at IS NOT NULL;
DROP INDEX ticket_latest;
DROP INDEX ticket_active;
CREATE INDEX ticket_words ON ticket USING gin (words);

-- How many tickets there are of each kind: a ledger. Writers only add rows, so none waits for another, in whatever order they work; the
-- number of a kind is the sum of its rows, and who reads a long ledger folds it (`countTickets`).
CREATE TABLE ticket_count (
  account_id uuid NOT NULL REFERENCES account,
  team_id uuid NOT NULL,
  agent_id uuid,
  status_id uuid NOT NULL,
  priority smallint NOT NULL,
  tickets integer NOT NULL
);
CREATE INDEX ticket_count_account ON ticket_count (account_id);

ALTER TABLE ticket_count ENABLE ROW LEVEL SECURITY;
ALTER TABLE ticket_count FORCE ROW LEVEL SECURITY;
CREATE POLICY account_only ON ticket_count TO balcao_app USING (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid)) WITH CHECK (account_id = (SELECT nullif(current_setting('app.account_id', true), '')::uuid));
CREATE POLICY system_all ON ticket_count TO balcao_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON ticket_count TO balcao_app, balcao_system;

-- Whoever writes tickets, one or thousands by one statement: what the statement changed is added to the ledger.
CREATE FUNCTION count_tickets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO ticket_count (account_id, team_id, agent_id, status_id, priority, tickets)
    SELECT account_id, team_id, agent_id, status_id, priority, count(*) FROM after GROUP BY 1, 2, 3, 4, 5;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO ticket_count (account_id, team_id, agent_id, status_id, priority, tickets)
    SELECT account_id, team_id, agent_id, status_id, priority, -count(*) FROM before GROUP BY 1, 2, 3, 4, 5;
  ELSE
    INSERT INTO ticket_count (account_id, team_id, agent_id, status_id, priority, tickets)
    SELECT account_id, team_id, agent_id, status_id, priority, sum(n) FROM (
      SELECT account_id, team_id, agent_id, status_id, priority, -1 AS n FROM before
      UNION ALL SELECT account_id, team_id, agent_id, status_id, priority, 1 FROM after) moved
    GROUP BY 1, 2, 3, 4, 5 HAVING sum(n) <> 0;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER ticket_counted_in AFTER INSERT ON ticket REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION count_tickets();
CREATE TRIGGER ticket_counted_on AFTER UPDATE ON ticket REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION count_tickets();
CREATE TRIGGER ticket_counted_out AFTER DELETE ON ticket REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION count_tickets();
INSERT INTO ticket_count (account_id, team_id, agent_id, status_id, priority, tickets)
SELECT account_id, team_id, agent_id, status_id, priority, count(*) FROM ticket GROUP BY 1, 2, 3, 4, 5;

-- Views are kept of tickets too.
ALTER TABLE list_view ADD COLUMN list text NOT NULL DEFAULT 'conversations' CHECK (list IN ('conversations', 'tickets'));
