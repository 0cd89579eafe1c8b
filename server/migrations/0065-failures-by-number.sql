-- previous release may still run: yes (new index)

-- Why did messages of this number fail lately? Failures are few among messages.
CREATE INDEX message_failed ON message (account_id, channel_id, created_at) WHERE status = 'failed';
