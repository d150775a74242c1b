//! `handoff send` and `handoff read`: from one machine to another, through a gateway that runs.

use std::os::unix::fs::PermissionsExt;

use data_encoding::BASE64URL_NOPAD;
use gatepass::access::RoomId;
use gatepass::access::room::Seat;
use gatepass::handoff::{SealingKey, derive, stretch};
use memchr::memmem;
use p256::pkcs8::DecodePrivateKey as _;
use serde_json::{Value, json};

use crate::program::{Ended, Place, Started};

const SECRET: &str = "canary: tangerine-orbit-5512\nsecond line";

/// A portal on `localhost`, which needs no name service, and ann's access token in a file.
struct Portal {
    place: Place,
    gateway: Started,
    url: String,
}

impl Portal {
    fn open() -> Self {
        let place = Place::empty();
        assert_eq!(place.run("init --host localhost").code, 0);
        let place = place.on_a_free_port();
        place.edit(
            "gatepass.toml",
            "hosts = [\"localhost\"]",
            "hosts = [\"app.localhost\"]",
        );
        place.edit(
            "gatepass.toml",
            "#[portal]\n#host = \"support.example.com\"",
            "[portal]\nhost = \"localhost\"",
        );
        let added = place.run("account add ann --email ann@example.com --role grantor");
        assert_eq!(added.code, 0, "{}", added.err);
        let token = place.json("token create --account ann --name ci --scope handoff --json");
        let file = place.path("token");
        std::fs::write(&file, token["token"].as_str().unwrap()).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        let mut gateway = place.start("run --log json");
        let line: Value = serde_json::from_str(&gateway.line_with("serving")).unwrap();
        let port = line["listen"]
            .as_str()
            .unwrap()
            .rsplit(':')
            .next()
            .unwrap()
            .to_owned();
        Self {
            place,
            gateway,
            url: format!("https://localhost:{port}"),
        }
    }

    fn send(&self, rest: &str) -> Ended {
        let command = format!(
            "handoff send --to {} --ca certs/localhost-ca.pem --token-file token {rest}",
            self.url
        );
        self.place.run_with_input(&command, &format!("{SECRET}\n"))
    }

    fn read(&self, link: &str, rest: &[&str]) -> Ended {
        let mut arguments = vec!["handoff", "read", link, "--ca", "certs/localhost-ca.pem"];
        arguments.extend(rest);
        self.place.run_list(&arguments)
    }

    fn stop(self) {
        self.gateway.signal("TERM");
        self.gateway.end();
    }
}

#[test]
fn a_secret_is_sent_and_read_once() {
    let portal = Portal::open();
    let sent = portal.send("");
    assert_eq!(sent.code, 0, "{}", sent.err);
    let link = sent.out.trim_end();
    assert!(link.starts_with(&format!("{}/handoff/", portal.url)), "{link}");
    assert!(sent.err.starts_with("It opens once, until "), "{}", sent.err);
    let read = portal.read(link, &[]);
    assert_eq!((read.code, read.out), (0, format!("{SECRET}\n")), "{}", read.err);
    let again = portal.read(link, &[]);
    assert_eq!((again.code, again.out.as_str()), (1, ""));
    assert!(again.err.contains("somebody else has read it"), "{}", again.err);
    // Not a word of it, nor of its key, lies on the gateway's disk.
    let key = link.split_once('#').unwrap().1;
    for file in ["gatepass.db", "gatepass.db-wal"] {
        let bytes = std::fs::read(portal.place.path("data").join(file)).unwrap();
        for secret in ["tangerine", key] {
            assert!(memmem::find(&bytes, secret.as_bytes()).is_none(), "{file}");
        }
    }
    portal.stop();
}

#[test]
fn a_code_is_asked_for_and_half_a_link_is_refused_before_anybody_is_asked() {
    let portal = Portal::open();
    let sent = portal.send("--code --for 1h --json");
    assert_eq!(sent.code, 0, "{}", sent.err);
    let sent: Value = serde_json::from_str(&sent.out).unwrap();
    let (link, code) = (sent["link"].as_str().unwrap(), sent["code"].as_str().unwrap());
    let refused = |link: &str, rest: &[&str], words: &str| {
        let ended = portal.read(link, rest);
        assert_ne!(ended.code, 0);
        assert!(ended.err.contains(words), "{}", ended.err);
    };
    refused(link, &[], "this link needs a code");
    refused(link, &["--code", "000000000000"], "after 4 more wrong ones");
    refused(link, &["--code", "12"], "12 digits");
    refused(
        link.split_once('#').unwrap().0,
        &[],
        "the part after `#` is missing",
    );
    refused(&link[..link.len() - 1], &[], "does not belong to this link");
    refused("https://example.com/", &[], "no link of a handoff");
    let read = portal.read(link, &["--code", code, "--json"]);
    assert_eq!(read.code, 0, "{}", read.err);
    let read: Value = serde_json::from_str(&read.out).unwrap();
    assert_eq!(read, json!({"kind": "text", "text": SECRET}));
    portal.stop();
}

#[test]
fn what_is_wrong_with_a_sending_is_said() {
    let portal = Portal::open();
    let said = |rest: &str, words: &str| {
        let ended = portal.send(rest);
        assert_ne!(ended.code, 0);
        assert!(ended.err.contains(words), "{}", ended.err);
    };
    said("--for 40d", "at most 1d");
    let other = portal
        .place
        .run_with_input("handoff send --to https://localhost:1 --token-file token", SECRET);
    assert!(other.err.contains("does not answer"), "{}", other.err);
    let plain = portal
        .place
        .run_with_input("handoff send --to http://localhost --token-file token", SECRET);
    assert!(plain.err.contains("write `https://…`"), "{}", plain.err);
    let token = portal.place.path("token");
    std::fs::set_permissions(&token, std::fs::Permissions::from_mode(0o644)).unwrap();
    said("", "chmod 600");
    std::fs::set_permissions(&token, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(&token, "gp_pat_nonsense").unwrap();
    said("", "You must be logged in");
    let empty = portal
        .place
        .run_with_input("handoff send --to https://localhost:1 --token-file token", "\n");
    assert!(empty.err.contains("nothing on standard input"), "{}", empty.err);
    portal.stop();
}

impl Portal {
    fn room(&self, command: &str, input: &str) -> Ended {
        let command = format!("handoff room {command} --ca certs/localhost-ca.pem");
        self.place.run_with_input(&command, input)
    }
}

#[test]
fn two_people_without_a_browser_share_a_room() {
    let portal = Portal::open();
    let both = |ended: Ended| {
        assert_eq!(ended.code, 0, "{}", ended.err);
        (ended.out, ended.err)
    };
    let open = format!(
        "open --title Access --to {} --token-file token --words hers",
        portal.url
    );
    let (invitation, _) = both(portal.room(&open, ""));
    let invitation = invitation.trim_end();
    let again = portal.room(&open, "");
    assert!(
        again.err.contains("cannot keep your words in `hers`"),
        "{}",
        again.err
    );
    let (bare, _) = invitation.split_once('#').unwrap();
    let refused = portal.room(&format!("join {bare} --name Paolo --words his"), "");
    assert!(refused.err.contains("no invitation to a room"), "{}", refused.err);
    let join = format!("join {invitation} --name Paolo --words his");
    let (room, _) = both(portal.room(&join, ""));
    let room = room.trim_end();
    let late = portal.room(&join.replace("--words his", "--words late"), "");
    assert!(late.err.contains("this invitation was used"), "{}", late.err);
    assert!(
        !portal.place.path("late").exists(),
        "words of nothing are not kept"
    );

    let (_, his_six) = both(portal.room(&format!("write {room} --words his"), SECRET));
    let hers = format!("{room} --words hers --token-file token");
    let (read, her_six) = both(portal.room(&format!("read {hers}"), ""));
    assert_eq!(read, format!("{SECRET}\n"));
    assert_eq!(his_six, her_six);
    assert!(her_six.starts_with("Read each other on the phone: "), "{her_six}");
    let (nothing, _) = both(portal.room(&format!("read {hers}"), ""));
    assert_eq!(nothing, "", "it is gone");
    both(portal.room(&format!("write {hers} --keep"), "two"));
    let (read, _) = both(portal.room(&format!("read {room} --words his"), ""));
    assert_eq!(read, "two\n");

    // The words are what opens it, and nobody else may read them.
    std::fs::copy(portal.place.path("hers"), portal.place.path("others")).unwrap();
    let other = portal.room(&format!("read {room} --words others"), "");
    assert!(other.err.contains("do not open the room"), "{}", other.err);
    let words = portal.place.path("his");
    std::fs::set_permissions(&words, std::fs::Permissions::from_mode(0o644)).unwrap();
    let open_to_all = portal.room(&format!("read {room} --words his"), "");
    assert!(open_to_all.err.contains("chmod 600"), "{}", open_to_all.err);
    both(portal.room(&format!("close {hers}"), ""));
    let over = portal.room(&format!("read {hers}"), "");
    assert!(over.err.contains("no such room, or it is closed"), "{}", over.err);
    portal.stop();
}

fn done(ended: Ended) -> String {
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended.out.trim_end().to_owned()
}

/// What only the people in the room can open, opened with their own words: their private keys, as bytes and as they are
/// written before they are wrapped.
fn private_keys(portal: &Portal, room: RoomId) -> Vec<(&'static str, Vec<u8>)> {
    let store = portal.place.path("data/gatepass.db");
    let wrapped = async |seat: Seat| -> (Vec<u8>, Vec<u8>) {
        let store = sqlx::SqlitePool::connect(&format!("sqlite://{}", store.display()))
            .await
            .unwrap();
        sqlx::query_as("SELECT salt, wrapped FROM room_seats WHERE room_id = $1 AND seat = $2")
            .bind(room.to_string())
            .bind(seat.as_str())
            .fetch_one(&store)
            .await
            .unwrap()
    };
    let mut keys = Vec::new();
    for (seat, byte, words) in [(Seat::Host, 0, "hers"), (Seat::Guest, 1, "his")] {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let (salt, sealed) = runtime.block_on(wrapped(seat));
        let words = std::fs::read_to_string(portal.place.path(words)).unwrap();
        let label = "gatepass handoff v1 room keys";
        let key = SealingKey::derive(stretch(words.trim().as_bytes(), &salt).as_slice(), label);
        let context = [label.as_bytes(), &room.to_bytes(), &[byte]].concat();
        let bundle: Value = serde_json::from_slice(&key.open(&context, &sealed).unwrap()).unwrap();
        for (what, name) in [
            ("a key for agreement", "agreement"),
            ("a key for signatures", "signing"),
        ] {
            let text = bundle[name].as_str().unwrap();
            let written = BASE64URL_NOPAD.decode(text.as_bytes()).unwrap();
            let bare = p256::SecretKey::from_pkcs8_der(&written).unwrap().to_bytes();
            keys.extend([
                (what, text.as_bytes().to_vec()),
                (what, BASE64URL_NOPAD.encode(&bare).into_bytes()),
                (what, bare.to_vec()),
            ]);
        }
    }
    keys
}

/// Canaries go through everything that hands over; then every byte of the gateway's memory is looked at.
#[test]
fn no_secret_was_ever_in_the_gateways_memory() {
    let portal = Portal::open();
    let sent: Value = serde_json::from_str(&portal.send("--code --json").out).unwrap();
    let (link, code) = (sent["link"].as_str().unwrap(), sent["code"].as_str().unwrap());
    let read = portal.read(link, &["--code", code]);
    assert_eq!(read.out, format!("{SECRET}\n"), "{}", read.err);
    // One more waits.
    let waiting = done(portal.send(""));

    let title = "Canary-of-a-title-8824";
    let open = format!(
        "open --title {title} --to {} --token-file token --words hers",
        portal.url
    );
    let invitation = done(portal.room(&open, ""));
    let room = done(portal.room(&format!("join {invitation} --name Paolo --words his"), ""));
    done(portal.room(&format!("write {room} --words his"), SECRET));
    let hers = format!("{room} --words hers --token-file token");
    assert_eq!(done(portal.room(&format!("read {hers}"), "")), SECRET);
    done(portal.room(&format!("write {hers} --keep"), SECRET));

    let words = |file: &str| std::fs::read_to_string(portal.place.path(file)).unwrap();
    let three = |file: &str| {
        let words = words(file);
        words
            .split(' ')
            .take(3)
            .collect::<Vec<_>>()
            .join(" ")
            .into_bytes()
    };
    let fragment = |link: &str| link.split_once('#').unwrap().1.to_owned();
    let key = |link: &str| BASE64URL_NOPAD.decode(fragment(link).as_bytes()).unwrap();
    let derived = |link: &str, label: &str| derive::<32>(&key(link), label).to_vec();
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let id = room.rsplit('/').next().unwrap();
    let mut absent = vec![
        ("the secret", b"tangerine-orbit".to_vec()),
        ("a link's fragment", fragment(link).into_bytes()),
        ("a link's key", key(link)),
        (
            "the fragment of a link that waits",
            fragment(&waiting).into_bytes(),
        ),
        (
            "the key of a link that waits",
            derived(&waiting, "gatepass handoff v1 link key"),
        ),
        ("a link's code", digits.into_bytes()),
        ("an invitation's fragment", fragment(&invitation).into_bytes()),
        ("an invitation's key", key(&invitation)),
        (
            "the first key of a room",
            derived(&invitation, "gatepass handoff v1 room epoch 0"),
        ),
        ("the host's words", three("hers")),
        ("the guest's words", three("his")),
    ];
    let private = private_keys(&portal, id.parse().unwrap());
    assert_eq!(
        private.len(),
        2 * 2 * 3,
        "of two people two keys, each in three spellings"
    );
    absent.extend(private);
    // What has to be there, so that it is known that the search finds.
    let present = [("the room's title", title), ("the room's id", id)];
    done(portal.room(&format!("read {hers}"), ""));
    let memory = portal.gateway.memory();
    let is_there = |needle: &[u8]| memory.iter().any(|region| memmem::find(region, needle).is_some());
    for (what, needle) in present {
        assert!(is_there(needle.as_bytes()), "{what} is not found in memory");
    }
    for (what, needle) in absent {
        assert!(needle.len() >= 12 && !is_there(&needle), "{what} is in memory");
    }
    portal.stop();
}
