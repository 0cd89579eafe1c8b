-- previous release may still run: yes (columns with defaults, new tables); while it does, its nodes ask nobody for a second step

-- Two-step sign-in, as the identity library keeps it (better-auth 1.7, plugin "two-factor"); secret and backup codes are encrypted by it.
ALTER TABLE auth_user ADD COLUMN "twoFactorEnabled" boolean NOT NULL DEFAULT false;
CREATE TABLE auth_two_factor (
  id text PRIMARY KEY,
  secret text NOT NULL,
  "backupCodes" text NOT NULL,
  "userId" text NOT NULL UNIQUE REFERENCES auth_user (id) ON DELETE CASCADE,
  verified boolean NOT NULL DEFAULT false,
  "failedVerificationCount" integer NOT NULL DEFAULT 0,
  "lockedUntil" timestamptz
);

-- Codes used lately: a code counts once (RFC 6238, section 5.2), for two who have it at the same moment too. Worth nothing after a minute and a half.
CREATE TABLE auth_used_code (
  user_id text NOT NULL REFERENCES auth_user (id) ON DELETE CASCADE,
  code text NOT NULL,
  used_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, code)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON auth_two_factor, auth_used_code TO balcao_system;

-- Since when this company asks everybody for a second step; null = it does not.
ALTER TABLE account ADD COLUMN two_step_since timestamptz;
