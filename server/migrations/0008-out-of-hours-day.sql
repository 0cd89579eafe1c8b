-- previous release may still run: yes (a column it need not know)

-- The local day ("2026-11-23") on which the out-of-hours text last went out. Without it a second one on the same day was decided and
-- then stopped by message_occurrence, and with it the customer's message it answered.
ALTER TABLE conversation ADD COLUMN out_of_hours_on text;
SET LOCAL ROLE balcao_system;
UPDATE conversation v SET out_of_hours_on = (
  SELECT max(split_part(m.occurrence_key, ':', 3)) FROM message m
  WHERE m.account_id = v.account_id AND m.conversation_id = v.id AND m.occurrence_key LIKE '%:out_of_hours:%')
WHERE v.status <> 'closed';
RESET ROLE;
