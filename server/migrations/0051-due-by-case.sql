-- previous release may still run: yes (indexes)

-- Written by CASE: under row-level security PostgreSQL reads no index by a condition with COALESCE, which it does not know to be leakproof,
-- and a page far down in the order would be read from its beginning.
DROP INDEX ticket_due;
CREATE INDEX ticket_due ON ticket (account_id, status_id, (CASE WHEN due_at IS NULL THEN 'infinity' ELSE due_at END), id) INCLUDE (team_id, agent_id, priority, category_id, type_id, due_at);
DROP INDEX ticket_sla_due;
CREATE INDEX ticket_sla_due ON ticket (account_id, status_id, (CASE WHEN sla_due_at IS NULL THEN 'infinity' ELSE sla_due_at END), id) INCLUDE (team_id, agent_id, priority, category_id, type_id, due_at, sla_due_at);
