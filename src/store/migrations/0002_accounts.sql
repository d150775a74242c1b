-- People with an account on the portal. No secret in the clear: argon2id, sealed seeds, digests.

CREATE TABLE accounts (
    id             TEXT   NOT NULL PRIMARY KEY,
    name           TEXT   NOT NULL UNIQUE,
    version        BIGINT NOT NULL,
    -- the account as JSON: everything that is no secret
    body           TEXT   NOT NULL,
    -- argon2id of the hexadecimal SHA-256 of the password; NULL until the invitation is accepted
    password_hash  TEXT,
    totp_seed      BLOB,
    -- a seed that waits for its first code
    totp_pending   BLOB,
    -- the last time step that was accepted (RFC 6238 section 5.2)
    totp_last_step BIGINT NOT NULL DEFAULT 0
);

-- Which account acts for which user of which app: at most one.
CREATE TABLE account_apps (
    site       TEXT NOT NULL,
    app_user   TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (site, app_user)
);
CREATE INDEX apps_of_an_account ON account_apps (account_id);

CREATE TABLE recovery_codes (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    -- keyed hash
    code       BLOB NOT NULL,
    used_at    BIGINT,
    PRIMARY KEY (account_id, code)
);

CREATE TABLE account_sessions (
    id         TEXT   NOT NULL PRIMARY KEY,
    -- SHA-256 of the cookie, or of the token that a program got at its sign-in
    token      BLOB   NOT NULL UNIQUE,
    account_id TEXT   NOT NULL REFERENCES accounts (id),
    complete   BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    ended_at   BIGINT,
    ip         TEXT   NOT NULL,
    user_agent TEXT   NOT NULL
);
CREATE INDEX sessions_of_an_account ON account_sessions (account_id);

-- Clients excused from a code for a while, within one session or for one access token.
CREATE TABLE account_trust (
    id         TEXT   NOT NULL PRIMARY KEY,
    account_id TEXT   NOT NULL REFERENCES accounts (id),
    bearer     TEXT   NOT NULL,
    client     BLOB   NOT NULL,
    since      BIGINT NOT NULL,
    until      BIGINT NOT NULL,
    ip         TEXT   NOT NULL,
    user_agent TEXT   NOT NULL,
    UNIQUE (bearer, client)
);

-- The newest mailed code of each purpose, as a keyed hash.
CREATE TABLE mailed_codes (
    account_id TEXT   NOT NULL REFERENCES accounts (id),
    purpose    TEXT   NOT NULL,
    code       BLOB   NOT NULL,
    sent_at    BIGINT NOT NULL,
    until      BIGINT NOT NULL,
    PRIMARY KEY (account_id, purpose)
);

CREATE TABLE access_tokens (
    id         TEXT   NOT NULL PRIMARY KEY,
    digest     BLOB   NOT NULL UNIQUE,
    account_id TEXT   NOT NULL REFERENCES accounts (id),
    name       TEXT   NOT NULL,
    -- everything that is no secret, as JSON
    body       TEXT   NOT NULL,
    revoked_at BIGINT,
    used_at    BIGINT,
    used_from  TEXT
);
CREATE UNIQUE INDEX one_token_of_a_name ON access_tokens (account_id, name) WHERE revoked_at IS NULL;

-- Links that work once, for one purpose, until a moment.
CREATE TABLE links (
    digest     BLOB   NOT NULL PRIMARY KEY,
    purpose    TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    until      BIGINT NOT NULL,
    used_at    BIGINT
);

-- What a repeated request made the first time.
CREATE TABLE idempotency (
    account_id TEXT   NOT NULL REFERENCES accounts (id),
    key        TEXT   NOT NULL,
    request    BLOB   NOT NULL,
    made       TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    PRIMARY KEY (account_id, key)
);

ALTER TABLE changes ADD COLUMN account_id TEXT;
CREATE INDEX changes_of_an_account ON changes (account_id);
