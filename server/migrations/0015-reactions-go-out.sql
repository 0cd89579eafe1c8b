-- previous release may still run: yes (columns with defaults, an index).

-- A reaction of ours is on its way before it stands on the message: `emoji` is the one wanted, `confirmed` the one WhatsApp has ('' = none).
ALTER TABLE reaction ADD COLUMN confirmed text NOT NULL DEFAULT '';
-- as a message's (core sending/status)
ALTER TABLE reaction ADD COLUMN state text NOT NULL DEFAULT 'sent';
-- its row in the outbox
ALTER TABLE reaction ADD COLUMN send_id uuid;
-- Meta's code when it failed
ALTER TABLE reaction ADD COLUMN error_code integer;
UPDATE reaction SET confirmed = emoji;
CREATE UNIQUE INDEX reaction_send ON reaction (account_id, send_id) WHERE send_id IS NOT NULL;
-- a send may be a reaction, which is no message of the thread
ALTER TABLE outbox DROP CONSTRAINT outbox_account_id_message_id_fkey;
