-- previous release may still run: yes (it writes none of this; who wants nothing automatic still gets it from there)

-- What an agent notes for a person: marketing, or everything that goes out by itself. `agent_id` and `reason` are of such a note.
ALTER TABLE marketing_choice ADD COLUMN kind text NOT NULL DEFAULT 'marketing' CHECK (kind IN ('marketing', 'automatic'));
ALTER TABLE marketing_choice ADD COLUMN agent_id uuid;
ALTER TABLE marketing_choice ADD COLUMN reason text;
ALTER TABLE marketing_choice DROP CONSTRAINT marketing_choice_source_check;
ALTER TABLE marketing_choice ADD CONSTRAINT marketing_choice_source_check CHECK (source IN ('meta', 'refusal', 'word', 'agent'));
ALTER TABLE marketing_choice DROP CONSTRAINT marketing_choice_pkey;
ALTER TABLE marketing_choice ADD PRIMARY KEY (account_id, contact_id, kind, at, stopped, source);

-- Since when, by the ledger; null = messages may go out by themselves.
ALTER TABLE contact ADD COLUMN automatic_stopped_at timestamptz;
