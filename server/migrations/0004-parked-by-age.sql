-- previous release may still run: yes
--
-- Statuses of messages that are never ours are forgotten after a week: found by their age.
CREATE INDEX parked_status_age ON parked_status (parked_at);
