-- An access token is for the portal's API, or for one site's app.
ALTER TABLE access_tokens ADD COLUMN site TEXT;
-- Counts changes; with that of its account, so that a cache never replaces a newer token by an older one.
ALTER TABLE access_tokens ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
CREATE INDEX tokens_of_an_account ON access_tokens (account_id);
