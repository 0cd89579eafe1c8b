-- previous release may still run: yes (an index less)

-- Never chosen: what an agent may see is his teams' or his own, which no index by team alone answers. Every message moved a
-- conversation in it all the same.
DROP INDEX conversation_team_active;
