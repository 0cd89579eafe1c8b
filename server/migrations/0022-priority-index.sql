-- previous release may still run: yes (an index it need not know)

-- What presses is a part of all, and of the ended ones nobody asks in any other order. Rows without a priority are not in it.
CREATE INDEX conversation_priority ON conversation (account_id, priority, last_message_at DESC, id) WHERE priority > 0;
