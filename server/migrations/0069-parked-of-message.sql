-- previous release may still run: yes (it writes no message, and finds what it parked by wamid as before)

-- Whose a parked status is, where that is known: it is taken up too when the answer to the send will not come.
ALTER TABLE parked_status ADD COLUMN message_id uuid;
CREATE INDEX parked_status_message ON parked_status (account_id, message_id) WHERE message_id IS NOT NULL;
