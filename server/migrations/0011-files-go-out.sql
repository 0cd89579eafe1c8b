-- A file of ours: stored first, then put at Meta, which gives it an id that lives for 30 days on that number.
ALTER TABLE media ALTER COLUMN graph_media_id DROP NOT NULL;
ALTER TABLE media ADD COLUMN outgoing boolean NOT NULL DEFAULT false;
-- business time
ALTER TABLE media ADD COLUMN uploaded_at timestamptz;
ALTER TABLE media ADD CONSTRAINT media_from_meta CHECK (outgoing OR graph_media_id IS NOT NULL);
CREATE INDEX media_to_upload ON media (next_attempt_at) WHERE outgoing AND graph_media_id IS NULL;
CREATE INDEX media_uploaded ON media (account_id, channel_id, sha256) WHERE outgoing AND graph_media_id IS NOT NULL;
