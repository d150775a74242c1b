-- A letter that is written and not sent yet, sealed; NULL once the mail server has it, or has refused it for good.
ALTER TABLE news ADD COLUMN letter BLOB;
-- Until then one gateway sees to it; afterwards any may.
ALTER TABLE news ADD COLUMN held_until BIGINT;
CREATE INDEX letters_to_send ON news (held_until) WHERE letter IS NOT NULL;
