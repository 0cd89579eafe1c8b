-- previous release may still run: yes (a removed number looks to it like one whose token is dead)

-- Disconnected since then: its conversations stay, nothing goes out by it, what still comes is kept. Connected again it is this same row, so
-- that it finds its conversations. null = connected
ALTER TABLE channel ADD COLUMN removed_at timestamptz;
-- What a disconnected number does otherwise counts again when it comes back.
ALTER TABLE number_setting ADD COLUMN active boolean NOT NULL DEFAULT true;
