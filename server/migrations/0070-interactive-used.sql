-- previous release may still run: yes (an index)

-- Flows and catalogues that were sent last are offered again.
CREATE INDEX message_interactive ON message (account_id, created_at DESC) WHERE kind = 'interactive';
