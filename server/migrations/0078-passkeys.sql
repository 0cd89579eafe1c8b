-- previous release may still run: yes (a new table)

-- Public halves of the keys people sign in with (WebAuthn). The private half never leaves the device.
CREATE TABLE auth_passkey (
  id uuid PRIMARY KEY,
  user_id text NOT NULL REFERENCES auth_user (id) ON DELETE CASCADE,
  name text NOT NULL,
  -- base64url, as browsers tell it
  credential_id text NOT NULL UNIQUE,
  public_key bytea NOT NULL,
  -- how often it signed; 0 = it does not count
  counter bigint NOT NULL,
  transports text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  used_at timestamptz
);
CREATE INDEX auth_passkey_user ON auth_passkey (user_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON auth_passkey TO balcao_system;
