-- previous release may still run: yes (columns with defaults).

-- A send names a message of the thread again, so that no note can ever stand in the queue; only a reaction goes under an id of its own.
ALTER TABLE outbox ADD COLUMN is_reaction boolean NOT NULL DEFAULT false;
ALTER TABLE outbox ADD COLUMN said_id uuid GENERATED ALWAYS AS (CASE WHEN is_reaction THEN NULL ELSE message_id END) STORED;
ALTER TABLE outbox ADD FOREIGN KEY (account_id, said_id) REFERENCES message (account_id, id);
