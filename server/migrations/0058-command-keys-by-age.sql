-- previous release may still run: yes (indexes only)

-- Keys of commands are forgotten by their age; rows lie in that order, so a few pages tell where the old ones are.
CREATE INDEX command_key_age ON command_key USING brin (created_at);
CREATE INDEX ticket_key_age ON ticket_key USING brin (created_at);
