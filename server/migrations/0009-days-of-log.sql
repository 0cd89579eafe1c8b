-- previous release may still run: yes (indexes it need not know)

-- Reports, and how often a trigger fired, read some days of messages and events. Both are written in the order of time, so a few
-- bytes for each stretch of pages find them, and writing costs nothing more (as for bot_trace in 0007).
CREATE INDEX message_days ON message USING brin (created_at) WITH (autosummarize = on, pages_per_range = 32);
CREATE INDEX event_days ON event USING brin (at) WITH (autosummarize = on, pages_per_range = 32);
