-- previous release may still run: yes (a column with a default, rights nobody used)

-- When a session was last used: kept to the minute by the node that served it.
ALTER TABLE auth_session ADD COLUMN "seenAt" timestamptz NOT NULL DEFAULT now();

-- The log is append-only for the application, by whatever name its rows are reached: the rights of the first migration were given to all
-- tables there were, and the partition for other months was one of them.
REVOKE ALL ON event_default FROM balcao_app, balcao_system;
