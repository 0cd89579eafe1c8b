-- previous release may still run: yes (it makes no such notices, and its words for them would be those of a message)

-- A scheduled message was not sent: its author and who is responsible are told while Balcão is closed too.
ALTER TABLE push_notice DROP CONSTRAINT push_notice_kind_check;
ALTER TABLE push_notice ADD CONSTRAINT push_notice_kind_check CHECK (kind IN ('message', 'given', 'mention', 'unsent', 'test'));
