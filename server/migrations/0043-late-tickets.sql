-- previous release may still run: yes (an index)

-- Late are tickets by their due date, or by what was promised for them.
DROP INDEX ticket_overdue;
CREATE INDEX ticket_late ON ticket (account_id, (least(due_at, sla_due_at))) INCLUDE (team_id, agent_id) WHERE over_at IS NULL;
