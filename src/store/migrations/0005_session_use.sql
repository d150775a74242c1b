-- When somebody last did something in a session, to ten seconds. NULL: nothing that counts since it began.
ALTER TABLE sessions ADD COLUMN seen_at BIGINT;
