-- Who was told of what, so that several gateways, or one that starts again, tell it once.
CREATE TABLE news (
    event     TEXT   NOT NULL,
    recipient TEXT   NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (event, recipient)
);
CREATE INDEX changes_by_time ON changes (at);
CREATE INDEX grants_of_a_grantor ON grants (site, grantor, expires_at);
CREATE INDEX grants_by_end ON grants (expires_at);
