-- A mailed code belongs to an account or to a grant. Whoever waits for one asks for another.
DROP TABLE mailed_codes;

-- The newest mailed code of each purpose, as a keyed hash.
CREATE TABLE mailed_codes (
    -- `account:` or `grant:`, and its id
    holder  TEXT   NOT NULL,
    purpose TEXT   NOT NULL,
    code    BLOB   NOT NULL,
    sent_at BIGINT NOT NULL,
    until   BIGINT NOT NULL,
    PRIMARY KEY (holder, purpose)
);
