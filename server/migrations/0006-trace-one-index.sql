-- previous release may still run: yes (the same rows under another key)

-- A trace is only ever looked up by its conversation and moment: one index does for that and for the key.
ALTER TABLE bot_trace DROP CONSTRAINT bot_trace_pkey, ADD PRIMARY KEY (account_id, conversation_id, at, id);
DROP INDEX bot_trace_conversation;
