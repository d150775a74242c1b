-- One-time links: what was sealed for one reader, until it is read, revoked, given up or too old. Who made it and what
-- became of it stays for a while.
CREATE TABLE handoff_links (
    id          TEXT   NOT NULL PRIMARY KEY,
    account_id  TEXT   NOT NULL REFERENCES accounts (id),
    -- SHA-256 of what shows that somebody has the link.
    claim       BLOB   NOT NULL,
    -- Of what shows that they have the code, too; NULL where there is none.
    proof       BLOB,
    -- NULL once it is gone.
    sealed      BLOB,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    -- Wrong codes so far.
    tries       BIGINT NOT NULL DEFAULT 0,
    -- opened, revoked, wiped or expired; NULL while it waits.
    ended_as    TEXT,
    ended_at    BIGINT,
    opened_from TEXT,
    opened_by   TEXT
);
CREATE INDEX handoff_links_of_an_account ON handoff_links (account_id, created_at);
CREATE INDEX handoff_links_that_wait ON handoff_links (expires_at) WHERE sealed IS NOT NULL;
