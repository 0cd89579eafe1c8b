-- previous release may still run: yes (indexes)

-- What an agent sees, his teams' and his own, where that is a small part of the account: found here, instead of passing by everybody's in
-- the order of a list. Without that order a key is the same for thousands, so the index is a tenth of one that has it, and a message hardly
-- moves it. A million conversations take about two seconds, in which none can be written; what comes in waits in its lane.
CREATE INDEX conversation_team ON conversation (account_id, team_id, status);
CREATE INDEX conversation_agent ON conversation (account_id, agent_id, status) WHERE agent_id IS NOT NULL;
-- nobody has so many in hand that they were not as well sorted
DROP INDEX conversation_agent_active;
