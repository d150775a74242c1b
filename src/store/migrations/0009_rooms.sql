-- Rooms in which two people hand credentials over. Nothing here opens anything: keys are public or wrapped with a
-- password that never came here, and messages are ciphertext.
CREATE TABLE rooms (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    support_case TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    closed_at BIGINT,
    -- The digest of what an invitation proves, and until when; NULL once somebody joined.
    invite TEXT UNIQUE,
    proof BLOB,
    invite_until BIGINT,
    -- Counts what happened in the room, so that a page knows whether to look again.
    version BIGINT NOT NULL
);
CREATE INDEX rooms_to_wipe ON rooms (expires_at) WHERE closed_at IS NULL;

-- Who sits in a room: its host, and whoever was invited.
CREATE TABLE room_seats (
    room_id TEXT NOT NULL REFERENCES rooms (id),
    seat TEXT NOT NULL,
    -- NULL: a guest of this one room.
    account_id TEXT,
    name TEXT NOT NULL,
    agreement BLOB NOT NULL,
    signing BLOB NOT NULL,
    -- Proves to the other seat that whoever made the keys had the invitation.
    tag BLOB NOT NULL,
    salt BLOB NOT NULL,
    wrapped BLOB NOT NULL,
    -- The digest of what a guest proves on another device.
    return_proof BLOB NOT NULL,
    joined_at BIGINT NOT NULL,
    PRIMARY KEY (room_id, seat)
);
CREATE INDEX room_seats_of_account ON room_seats (account_id) WHERE account_id IS NOT NULL;

CREATE TABLE room_messages (
    room_id TEXT NOT NULL REFERENCES rooms (id),
    seat TEXT NOT NULL,
    number BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    -- NULL: read, and gone.
    sealed BLOB,
    digest BLOB NOT NULL,
    signature BLOB NOT NULL,
    read_once BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    read_at BIGINT,
    PRIMARY KEY (room_id, seat, number)
);

-- Browsers and programs of guests: the digest of what they hold.
CREATE TABLE room_guests (
    token BLOB PRIMARY KEY,
    room_id TEXT NOT NULL REFERENCES rooms (id),
    since BIGINT NOT NULL
);
