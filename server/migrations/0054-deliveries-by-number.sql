-- previous release may still run: yes (new index)

-- When did Meta last call the address of this number? And the ledger of one number.
CREATE INDEX webhook_delivery_number ON webhook_delivery (account_id, channel_id, received_at);
