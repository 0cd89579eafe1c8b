-- previous release may still run: yes (first migration)
--
-- Every business table begins with account_id and every key and foreign key contains it, so that a row cannot refer to
-- another account's. Row-level security is forced on all of them (end of file); a request sets app.account_id once.
-- Ids are UUIDv7 made by the application. Business times come from the application's clock; leases use the database's.

-- ---------------------------------------------------------------- accounts
CREATE TABLE account (
  account_id uuid PRIMARY KEY,
  name text NOT NULL,
  locale text NOT NULL DEFAULT 'pt-BR' CHECK (locale IN ('pt-BR', 'en')),
  time_zone text NOT NULL DEFAULT 'America/Sao_Paulo',
  demo boolean NOT NULL DEFAULT false,
  next_protocol bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL
);

-- ---------------------------------------------------------------- agents
-- Identity belongs to the identity library (better-auth): one person may be an agent of several accounts.
CREATE TABLE auth_user (
  id text PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL UNIQUE,
  "emailVerified" boolean NOT NULL DEFAULT false,
  image text,
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE auth_session (
  id text PRIMARY KEY,
  token text NOT NULL UNIQUE,
  "userId" text NOT NULL REFERENCES auth_user (id) ON DELETE CASCADE,
  "expiresAt" timestamptz NOT NULL,
  "ipAddress" text,
  "userAgent" text,
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX auth_session_user ON auth_session ("userId");
CREATE TABLE auth_credential (
  id text PRIMARY KEY,
  "accountId" text NOT NULL,
  "providerId" text NOT NULL,
  "userId" text NOT NULL REFERENCES auth_user (id) ON DELETE CASCADE,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX auth_credential_user ON auth_credential ("userId");
CREATE TABLE auth_verification (
  id text PRIMARY KEY,
  identifier text NOT NULL,
  value text NOT NULL,
  "expiresAt" timestamptz NOT NULL,
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX auth_verification_identifier ON auth_verification (identifier);
CREATE TABLE auth_rate_limit (
  id text PRIMARY KEY,
  key text NOT NULL UNIQUE,
  count integer NOT NULL,
  "lastRequest" bigint NOT NULL
);

CREATE TABLE agent (
  account_id uuid NOT NULL REFERENCES account,
  id uuid NOT NULL,
  user_id text NOT NULL REFERENCES auth_user (id),
  name text NOT NULL,
  email text NOT NULL,
  role text NOT NULL CHECK (role IN ('administrator', 'supervisor', 'agent')),
  active boolean NOT NULL DEFAULT true,
  preferences jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, user_id)
);
CREATE INDEX agent_user ON agent (user_id);

CREATE TABLE team (
  account_id uuid NOT NULL REFERENCES account,
  id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL DEFAULT 'whatsapp' CHECK (kind IN ('whatsapp', 'tickets')),
  color text NOT NULL,
  description text NOT NULL DEFAULT '',
  active boolean NOT NULL DEFAULT true,
  -- null = the account's own value
  inactivity_hours double precision CHECK (inactivity_hours > 0),
  business_hours jsonb,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX team_name ON team (account_id, lower(name));

CREATE TABLE team_member (
  account_id uuid NOT NULL,
  team_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  PRIMARY KEY (account_id, team_id, agent_id),
  FOREIGN KEY (account_id, team_id) REFERENCES team ON DELETE CASCADE,
  FOREIGN KEY (account_id, agent_id) REFERENCES agent ON DELETE CASCADE
);
CREATE INDEX team_member_agent ON team_member (account_id, agent_id);

CREATE TABLE invitation (
  account_id uuid NOT NULL REFERENCES account,
  id uuid NOT NULL,
  email text NOT NULL,
  name text NOT NULL DEFAULT '',
  role text NOT NULL CHECK (role IN ('administrator', 'supervisor', 'agent')),
  team_ids uuid[] NOT NULL DEFAULT '{}',
  -- sha256 of the one-time token; the token itself is shown once and never stored
  token_hash bytea NOT NULL UNIQUE,
  invited_by uuid,
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, invited_by) REFERENCES agent
);

-- ---------------------------------------------------------------- settings
CREATE TABLE whatsapp_setting (
  account_id uuid PRIMARY KEY REFERENCES account,
  first_team_id uuid NOT NULL,
  inactivity_hours double precision NOT NULL DEFAULT 24 CHECK (inactivity_hours > 0),
  assign_on_first_reply boolean NOT NULL DEFAULT true,
  segmented_view boolean NOT NULL DEFAULT true,
  -- shape: AutoMessages, BotTexts and WeeklyHours of @balcao/core
  auto_messages jsonb NOT NULL,
  bot_texts jsonb NOT NULL,
  business_hours jsonb,
  version integer NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL,
  FOREIGN KEY (account_id, first_team_id) REFERENCES team
);

-- ---------------------------------------------------------------- channels
CREATE TABLE channel (
  account_id uuid NOT NULL REFERENCES account,
  id uuid NOT NULL,
  name text NOT NULL,
  phone_number_id text NOT NULL,
  waba_id text NOT NULL,
  portfolio_id text NOT NULL DEFAULT '',
  display_phone text NOT NULL,
  graph_base_url text NOT NULL,
  graph_version text NOT NULL DEFAULT 'v26.0',
  -- AES-256-GCM, key id and row-bound additional data (platform/crypto)
  access_token_sealed bytea NOT NULL,
  app_secret_sealed bytea NOT NULL,
  verify_token_sealed bytea NOT NULL,
  lane smallint NOT NULL CHECK (lane BETWEEN 0 AND 63),
  messages_per_second real NOT NULL DEFAULT 80,
  -- circuit breaker: sends are held while set; code = Meta's error
  paused_code integer,
  paused_at timestamptz,
  -- token bucket of the number, see core sending/pace
  pace_tokens real NOT NULL DEFAULT 80,
  pace_at timestamptz NOT NULL DEFAULT '-infinity',
  last_webhook_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, id),
  UNIQUE (id),
  UNIQUE (account_id, phone_number_id)
);

-- What Meta posted, byte for byte. `error` set = could not be read; kept, shown, replayable.
CREATE TABLE webhook_delivery (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  channel_id uuid NOT NULL,
  received_at timestamptz NOT NULL,
  body bytea NOT NULL,
  facts integer NOT NULL,
  error text,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, channel_id) REFERENCES channel
);
CREATE INDEX webhook_delivery_recent ON webhook_delivery (account_id, received_at);

-- Facts waiting for their lane's owner. Done = deleted, in the same transaction as all effects.
CREATE TABLE fact (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  lane smallint NOT NULL,
  account_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  delivery_id uuid,
  kind text NOT NULL,
  -- json, not jsonb: keeps escapes that jsonb refuses (NUL, lone surrogates)
  payload json NOT NULL,
  received_at timestamptz NOT NULL
) WITH (fillfactor = 100, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- A fact that could not be handled even alone: out of the lane, with its error, for the admin.
CREATE TABLE quarantined_fact (
  account_id uuid NOT NULL,
  id bigint NOT NULL,
  channel_id uuid NOT NULL,
  delivery_id uuid,
  kind text NOT NULL,
  payload json NOT NULL,
  error text NOT NULL,
  received_at timestamptz NOT NULL,
  quarantined_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, id)
);

-- One row per running process that works lanes; a node not seen for 4 s is dead and its lanes are shared out.
CREATE TABLE worker_node (
  id uuid PRIMARY KEY,
  seen_at timestamptz NOT NULL DEFAULT now()
);

-- ---------------------------------------------------------------- contacts
CREATE TABLE contact (
  account_id uuid NOT NULL REFERENCES account,
  id uuid NOT NULL,
  -- the name this company registered; null = shown by phone
  name text,
  profile_name text,
  username text,
  -- the phone shown to agents, digits; null while only a BSUID is known
  phone text,
  email text,
  -- folded name + phones, for search
  search text NOT NULL DEFAULT '',
  merged_into uuid,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, merged_into) REFERENCES contact
);

-- A person is one contact with several identities (wire facts, sections 6.6 and 14.3).
CREATE TABLE contact_identity (
  account_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('phone', 'bsuid', 'parent_bsuid')),
  -- verbatim as Meta wrote it
  value text NOT NULL,
  -- '' for phones; a BSUID is scoped to a business portfolio
  portfolio_id text NOT NULL DEFAULT '',
  contact_id uuid NOT NULL,
  -- equal for the 12- and 13-digit forms of one Brazilian mobile; null for BSUIDs
  match_key text,
  valid_from timestamptz NOT NULL,
  PRIMARY KEY (account_id, kind, value, portfolio_id),
  FOREIGN KEY (account_id, contact_id) REFERENCES contact
);
CREATE INDEX contact_identity_contact ON contact_identity (account_id, contact_id);
CREATE INDEX contact_identity_match ON contact_identity (account_id, match_key) WHERE match_key IS NOT NULL;

-- ---------------------------------------------------------------- media
CREATE TABLE media (
  account_id uuid NOT NULL REFERENCES account,
  id uuid NOT NULL,
  channel_id uuid NOT NULL,
  message_id uuid NOT NULL,
  graph_media_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('image', 'video', 'audio', 'document', 'sticker')),
  -- what the sender claims; `mime_type` below is what the bytes say
  claimed_mime_type text,
  mime_type text,
  sha256 text,
  file_name text,
  size bigint,
  voice boolean NOT NULL DEFAULT false,
  state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'stored', 'failed')),
  failure text,
  storage_key text,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  created_at timestamptz NOT NULL,
  stored_at timestamptz,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, channel_id) REFERENCES channel
);

-- ---------------------------------------------------------------- bot
-- The draft the admin edits. What runs is a published version.
CREATE TABLE trigger (
  account_id uuid NOT NULL REFERENCES account,
  id uuid NOT NULL,
  description text NOT NULL,
  -- shape: Trigger of @balcao/core without id, description, position, active
  definition jsonb NOT NULL,
  position integer NOT NULL,
  active boolean NOT NULL DEFAULT true,
  version integer NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL,
  updated_by uuid,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, updated_by) REFERENCES agent
);
CREATE UNIQUE INDEX trigger_description ON trigger (account_id, lower(description)) WHERE active;

CREATE TABLE bot_version (
  account_id uuid NOT NULL REFERENCES account,
  id uuid NOT NULL,
  number integer NOT NULL,
  -- shape: Trigger[] of @balcao/core, never changed after
  triggers jsonb NOT NULL,
  note text NOT NULL DEFAULT '',
  published_by uuid,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, number),
  FOREIGN KEY (account_id, published_by) REFERENCES agent
);

-- ---------------------------------------------------------------- conversations
CREATE TABLE conversation (
  account_id uuid NOT NULL REFERENCES account,
  id uuid NOT NULL,
  protocol bigint NOT NULL,
  channel_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  team_id uuid NOT NULL,
  agent_id uuid,
  -- whose is the next word
  owner text NOT NULL CHECK (owner IN ('bot', 'team', 'agent')),
  status text NOT NULL CHECK (status IN ('open', 'pending', 'resolved', 'closed')),
  unread integer NOT NULL DEFAULT 0,
  -- counter of thread entries (messages and history lines)
  seq integer NOT NULL DEFAULT 0,
  -- the last message, repeated here so that a list row needs no other read
  last_message_id uuid,
  last_message_at timestamptz NOT NULL,
  last_preview text NOT NULL DEFAULT '',
  last_direction text,
  last_kind text,
  last_customer_at timestamptz,
  last_interaction_at timestamptz,
  window_closes_at timestamptz,
  -- since when the customer waits for a person; null = nobody waits
  waiting_since timestamptz,
  -- how the customer last wrote to us: answers go there (wire facts, section 6.6)
  recipient_kind text NOT NULL CHECK (recipient_kind IN ('phone', 'bsuid')),
  recipient_value text NOT NULL,
  -- shape: ConversationBot of @balcao/core
  bot jsonb NOT NULL DEFAULT '{}',
  warned_for timestamptz,
  survey_sent_at timestamptz,
  rating smallint CHECK (rating BETWEEN 1 AND 5),
  -- when the conversation's timer row is armed for; null = no row
  wake_at timestamptz,
  opened_at timestamptz NOT NULL,
  closed_at timestamptz,
  close_reason text,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (account_id, id),
  UNIQUE (account_id, protocol),
  FOREIGN KEY (account_id, channel_id) REFERENCES channel,
  FOREIGN KEY (account_id, contact_id) REFERENCES contact,
  FOREIGN KEY (account_id, team_id) REFERENCES team,
  FOREIGN KEY (account_id, agent_id) REFERENCES agent
) WITH (fillfactor = 70);
-- I3: at most one conversation not closed per (channel, contact), whatever the lanes do
CREATE UNIQUE INDEX conversation_one_open ON conversation (account_id, channel_id, contact_id) WHERE status <> 'closed';
CREATE INDEX conversation_contact ON conversation (account_id, contact_id);
CREATE INDEX conversation_team_active ON conversation (account_id, team_id, last_message_at DESC, id) WHERE status IN ('open', 'pending');
CREATE INDEX conversation_agent_active ON conversation (account_id, agent_id, last_message_at DESC, id)
  WHERE agent_id IS NOT NULL AND status IN ('open', 'pending');
CREATE INDEX conversation_recent ON conversation (account_id, status, last_message_at DESC, id);

CREATE TABLE message (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  seq integer NOT NULL,
  -- place in the thread: Meta's time for what came in, ours for what goes out
  at timestamptz NOT NULL,
  direction text NOT NULL CHECK (direction IN ('in', 'out')),
  author text NOT NULL CHECK (author IN ('contact', 'agent', 'bot', 'system', 'app')),
  agent_id uuid,
  trigger_id uuid,
  kind text NOT NULL,
  text text,
  -- shape: MessageContent of @balcao/core
  content json NOT NULL,
  wamid text,
  quoted_wamid text,
  -- accepted by Meta < sent < delivered < read < played; failed, unknown, cancelled aside (core sending/status)
  status text NOT NULL,
  status_at timestamptz,
  error_code integer,
  error json,
  -- an automatic message goes out at most once per key
  occurrence_key text,
  media_id uuid,
  -- edits and deletions by the author, oldest first: [{at, body, deleted}]
  revisions jsonb NOT NULL DEFAULT '[]',
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, conversation_id) REFERENCES conversation
);
CREATE UNIQUE INDEX message_wamid ON message (account_id, channel_id, wamid) WHERE wamid IS NOT NULL;
CREATE UNIQUE INDEX message_occurrence ON message (account_id, occurrence_key) WHERE occurrence_key IS NOT NULL;
CREATE INDEX message_thread ON message (account_id, conversation_id, at, seq);

-- One reaction per side and message.
CREATE TABLE reaction (
  account_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  target_wamid text NOT NULL,
  author text NOT NULL CHECK (author IN ('contact', 'business')),
  emoji text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (account_id, channel_id, target_wamid, author)
);

-- Statuses that came before we knew the wamid; joined when the answer to the send is stored.
CREATE TABLE parked_status (
  account_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  wamid text NOT NULL,
  status text NOT NULL,
  payload json NOT NULL,
  parked_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, channel_id, wamid, status)
);

-- Why the bot did what it did: the inputs and the trace of one decision.
CREATE TABLE bot_trace (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  -- the message that was answered; null = a timer or an entry
  message_id uuid,
  bot_version_id uuid NOT NULL,
  trace json NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, conversation_id) REFERENCES conversation
);
CREATE INDEX bot_trace_conversation ON bot_trace (account_id, conversation_id, at);

-- Sends waiting or under way; the row goes when the answer is known. Order per conversation = seq.
CREATE TABLE outbox (
  account_id uuid NOT NULL,
  message_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  seq integer NOT NULL,
  automatic boolean NOT NULL,
  recipient_kind text NOT NULL,
  recipient_value text NOT NULL,
  -- shape: SendRequest of core sending
  request json NOT NULL,
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'leased', 'calling', 'unknown')),
  attempt integer NOT NULL DEFAULT 0,
  -- grows at every claim; a sender whose number is no longer here must not write
  fence bigint NOT NULL DEFAULT 0,
  not_before timestamptz NOT NULL DEFAULT '-infinity',
  -- database time
  lease_until timestamptz,
  -- an unknown send holds the conversation's next message until here (database time), then lets it go
  hold_until timestamptz,
  queued_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, message_id),
  FOREIGN KEY (account_id, message_id) REFERENCES message (account_id, id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
CREATE INDEX outbox_conversation ON outbox (account_id, conversation_id, seq);
CREATE INDEX outbox_queued ON outbox (not_before, queued_at) WHERE state = 'queued';
CREATE INDEX outbox_leased ON outbox (lease_until) WHERE state IN ('leased', 'calling');

-- Pair limit: one token bucket per (number, person), see core sending/pace.
CREATE TABLE send_pace (
  account_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  contact_id uuid NOT NULL,
  tokens real NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (account_id, channel_id, contact_id)
);

-- The next moment a conversation must be looked at again (core conversation/wake). One row each, moved, never doubled.
CREATE TABLE timer (
  account_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  channel_id uuid NOT NULL,
  lane smallint NOT NULL,
  due_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, conversation_id),
  FOREIGN KEY (account_id, conversation_id) REFERENCES conversation
);
CREATE INDEX timer_due ON timer (due_at);

-- Counters of the tabs, kept by every writer in its own transaction, last and in key order.
-- agent_id = nil UUID when nobody is responsible.
CREATE TABLE conversation_counter (
  account_id uuid NOT NULL,
  team_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  owner text NOT NULL,
  status text NOT NULL,
  conversations integer NOT NULL,
  unread integer NOT NULL,
  PRIMARY KEY (account_id, team_id, agent_id, owner, status)
);

-- Idempotency keys made in the browser.
CREATE TABLE command_key (
  account_id uuid NOT NULL,
  agent_id uuid NOT NULL,
  key text NOT NULL,
  response json NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, agent_id, key)
);

-- ---------------------------------------------------------------- events
-- One log, many readers: screens, thread history, audit, reports. Ids and facts only, never message text or personal data.
-- Readers take (txid, id) order below pg_snapshot_xmin, so that a row that commits late is never missed.
CREATE TABLE event (
  id bigint GENERATED ALWAYS AS IDENTITY,
  txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  account_id uuid NOT NULL,
  type text NOT NULL,
  conversation_id uuid,
  team_id uuid,
  -- who did it: agent id, or null for bot and system
  agent_id uuid,
  -- place in the conversation's thread; null = not shown there
  seq integer,
  at timestamptz NOT NULL,
  data jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (id, created_at)
) PARTITION BY RANGE (created_at);
CREATE INDEX event_order ON event (txid, id);
CREATE INDEX event_thread ON event (account_id, conversation_id, at, seq) WHERE seq IS NOT NULL;
CREATE TABLE event_default PARTITION OF event DEFAULT;

-- Renewed by restore or change of cluster: every cursor of another epoch is refused and the client refetches.
CREATE TABLE stream_epoch (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  epoch uuid NOT NULL
);

-- ---------------------------------------------------------------- roles and row-level security
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'balcao_app') THEN
    CREATE ROLE balcao_app NOLOGIN NOSUPERUSER NOBYPASSRLS;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'balcao_system') THEN
    CREATE ROLE balcao_system NOLOGIN NOSUPERUSER NOBYPASSRLS;
  END IF;
  EXECUTE format('GRANT balcao_app, balcao_system TO %I', current_user);
EXCEPTION WHEN unique_violation OR duplicate_object THEN
  NULL; -- another database of this cluster created the roles at the same moment
END
$$;

GRANT USAGE ON SCHEMA public TO balcao_app, balcao_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO balcao_app, balcao_system;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO balcao_app, balcao_system;
-- the log is append-only for the application
REVOKE UPDATE, DELETE ON event FROM balcao_app, balcao_system;
-- a web request never reads raw deliveries of others nor lanes; it only appends
REVOKE ALL ON worker_node FROM balcao_app;

DO $$
DECLARE t text;
BEGIN
  FOR t IN
    SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attname = 'account_id' AND NOT a.attisdropped
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    -- the sub-select makes the setting a value computed once per statement; nullif because a transaction-local setting reads back as ''
    EXECUTE format('CREATE POLICY account_only ON %I TO balcao_app USING (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid)) WITH CHECK (account_id = (SELECT nullif(current_setting(''app.account_id'', true), '''')::uuid))', t);
    EXECUTE format('CREATE POLICY system_all ON %I TO balcao_system USING (true) WITH CHECK (true)', t);
  END LOOP;
END
$$;

INSERT INTO stream_epoch (epoch) VALUES (gen_random_uuid());
