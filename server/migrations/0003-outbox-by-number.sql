-- previous release may still run: yes (other indexes on the same rows)

-- Each number's queue in its own order: a number that may send n messages finds its n oldest without walking over the rest,
-- and one with a long backlog costs the others nothing.
CREATE INDEX outbox_number ON outbox (account_id, channel_id, queued_at) WHERE state = 'queued';
DROP INDEX outbox_queued;
