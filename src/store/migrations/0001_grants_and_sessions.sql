-- Times are milliseconds since 1970 in UTC. Plain types only, so that SQLite and PostgreSQL take the same statements.

CREATE TABLE grants (
    id             TEXT   NOT NULL PRIMARY KEY,
    site           TEXT   NOT NULL,
    grantor        TEXT   NOT NULL,
    user_name      TEXT   NOT NULL UNIQUE,
    expires_at     BIGINT NOT NULL,
    -- 1 while the grant is the live one of its grantor and site; NULL once it is over
    live           BIGINT,
    -- counts changes, so that a cache never replaces a newer grant by an older one
    version        BIGINT NOT NULL,
    -- the grant as JSON: everything that is no secret
    body           TEXT   NOT NULL,
    password_hash  TEXT   NOT NULL,
    code_hash      TEXT,
    totp_seed      BLOB,
    -- the last time step that was accepted (RFC 6238 section 5.2)
    totp_last_step BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX one_live_grant_per_grantor_and_site ON grants (site, grantor) WHERE live = 1;

CREATE TABLE sessions (
    id         TEXT   NOT NULL PRIMARY KEY,
    -- SHA-256 of the cookie
    token      BLOB   NOT NULL UNIQUE,
    grant_id   TEXT   NOT NULL REFERENCES grants (id),
    generation BIGINT NOT NULL,
    complete   BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at   BIGINT,
    version    BIGINT NOT NULL
);
CREATE INDEX sessions_of_a_grant ON sessions (grant_id);

CREATE TABLE trusted_clients (
    session_id TEXT   NOT NULL REFERENCES sessions (id),
    client     BLOB   NOT NULL,
    since      BIGINT NOT NULL,
    until      BIGINT NOT NULL,
    PRIMARY KEY (session_id, client)
);

-- One navigation to a place that always asks, paid for with a code.
CREATE TABLE passes (
    session_id TEXT   NOT NULL REFERENCES sessions (id),
    target     BLOB   NOT NULL,
    until      BIGINT NOT NULL,
    PRIMARY KEY (session_id, target)
);

CREATE TABLE attempts (
    subject      TEXT   NOT NULL PRIMARY KEY,
    count        BIGINT NOT NULL,
    since        BIGINT,
    locked       BIGINT NOT NULL,
    locked_until BIGINT
);

-- The audit log of changes: hash-chained, and the feed by which gateways follow each other and the command line.
CREATE TABLE changes (
    seq        BIGINT NOT NULL PRIMARY KEY,
    at         BIGINT NOT NULL,
    action     TEXT   NOT NULL,
    grant_id   TEXT,
    session_id TEXT,
    body       TEXT   NOT NULL,
    hash       BLOB   NOT NULL
);
CREATE INDEX changes_of_a_grant ON changes (grant_id);

-- Running gateways, so that the command line knows who will follow a change.
CREATE TABLE nodes (
    id      TEXT   NOT NULL PRIMARY KEY,
    seen_at BIGINT NOT NULL
);

-- What each gateway cut because of a change, and how long that took.
CREATE TABLE cuts (
    seq     BIGINT NOT NULL,
    node    TEXT   NOT NULL,
    count   BIGINT NOT NULL,
    micros  BIGINT NOT NULL,
    PRIMARY KEY (seq, node)
);
