-- previous release may still run: yes (an index)

-- The audit log is read by person, act and period, the newest first. What conversations and tickets say of themselves is far more, and not in it.
CREATE INDEX event_audit ON event (account_id, at DESC, id DESC) WHERE conversation_id IS NULL AND ticket_id IS NULL;
