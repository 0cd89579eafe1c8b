-- previous release may still run: yes (triggers that arm what it does not know)

-- The past is always due, whatever the company's clock says: a ticket that is armed so is looked at again at once. One that somebody is
-- just working on is left alone, so that no lane ever waits for a person; its own timer, or the next change, finds what is new.

-- A policy may be for an organisation, and a ticket is of its requester's: whoever changes that (an agent, a merge by hand or by what
-- WhatsApp says).
CREATE OR REPLACE FUNCTION arm_sla_of_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH held AS (
    SELECT t.account_id, t.id FROM ticket t
    WHERE t.account_id = NEW.account_id AND t.over_at IS NULL AND t.contact_id IN
      (SELECT c.id FROM contact c WHERE c.account_id = NEW.account_id AND (c.id = NEW.id OR c.merged_into = NEW.id))
    FOR NO KEY UPDATE SKIP LOCKED
  )
  UPDATE ticket t SET sla_wake_at = '-infinity' FROM held h WHERE t.account_id = h.account_id AND t.id = h.id;
  RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER contact_arms_sla AFTER UPDATE OF organisation_id, merged_into ON contact FOR EACH ROW
  WHEN (NEW.organisation_id IS DISTINCT FROM OLD.organisation_id OR NEW.merged_into IS DISTINCT FROM OLD.merged_into)
  EXECUTE FUNCTION arm_sla_of_contact();

-- A ticket that opened with its conversation has its first answer in it: nobody waits there any more.
CREATE OR REPLACE FUNCTION arm_sla_of_conversation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH held AS (
    SELECT t.account_id, t.id FROM ticket t
    WHERE t.account_id = NEW.account_id AND t.conversation_id = NEW.id AND t.created_by IS NULL AND t.over_at IS NULL
    FOR NO KEY UPDATE SKIP LOCKED
  )
  UPDATE ticket t SET sla_wake_at = '-infinity' FROM held h WHERE t.account_id = h.account_id AND t.id = h.id;
  RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER conversation_arms_sla AFTER UPDATE OF waiting_since ON conversation FOR EACH ROW
  WHEN (OLD.waiting_since IS NOT NULL AND NEW.waiting_since IS NULL)
  EXECUTE FUNCTION arm_sla_of_conversation();
