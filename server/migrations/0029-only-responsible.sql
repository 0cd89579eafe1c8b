-- previous release may still run: yes (a new column with a default)

-- Nobody but who is responsible for a conversation writes to its customer.
ALTER TABLE whatsapp_setting ADD COLUMN only_responsible_replies boolean NOT NULL DEFAULT false;
