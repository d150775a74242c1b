//! Two people hand credentials over in a room, each in a browser of their own; a stranger gets nothing (S1.1 to S1.12).

use gatepass::handoff::{OwnKeys, RoomKey};
use memchr::memmem;

use crate::browser::Browser;
use crate::member::Office;
use crate::seats::{
    Two, close, follow, join_as_guest, office, opened, read, save_words, sign_in, until_step, write,
};
use crate::support::Eavesdropper;

const SECRET: &str = "Canary-7f3Q-Zürich";

#[tokio::test]
async fn two_people_hand_over_what_nobody_else_reads() {
    let office = office().await;
    let ear = Eavesdropper::between(&office.world).await;
    let port = ear.address.port();
    let hers = Browser::start_at_port(&office.world, "portal.test", port).await;
    let his = Browser::start_at_port(&office.world, "portal.test", port).await;
    let ann = office.member("ann").await;
    let (room, link, her_words) = opened(&ann, &hers).await;

    // She writes before he is there. What is read once can be read by him alone.
    write(&hers, "welcome").await;
    let his_words = join_as_guest(&his, &link).await;
    assert_eq!(read(&his).await, "welcome");
    hers.until_script(
        "a receipt",
        "return document.body.innerText.includes('Read and deleted')",
    )
    .await;

    // Both see the same words, and who is there.
    let six = his.text("[data-six]").await;
    assert_eq!(six.split(' ').count(), 6, "{six}");
    hers.until_script(
        "the words",
        "return document.querySelector('[data-six]').textContent !== ''",
    )
    .await;
    assert_eq!(hers.text("[data-six]").await, six);
    assert!(hers.text("[data-members]").await.contains("Paolo (guest)"));

    // He answers; after a reload she needs no words on this device.
    write(&his, SECRET).await;
    hers.open(&room).await;
    hers.until_heading("Access to the CRM").await;
    assert_eq!(read(&hers).await, SECRET);
    his.until_script(
        "a receipt",
        "return document.querySelector('.mine .aside').innerText.includes('Read and deleted')",
    )
    .await;

    // A file of the size that a room takes at most goes through, too.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key.pem");
    std::fs::write(&file, vec![b'k'; 1024 * 1024]).unwrap();
    his.fill("#file", file.to_str().unwrap()).await;
    his.click("[data-write] [type=submit]").await;
    his.until_script(
        "an empty field",
        "return document.querySelector('#file').value === ''",
    )
    .await;
    hers.click("[data-messages] li:nth-child(3) button").await;
    let named =
        "const link = document.querySelector('.told a'); return link && `${link.protocol} ${link.download}`";
    assert_eq!(hers.until_script("the file", named).await, "blob: key.pem");

    // On another device she signs in, and is asked for her words.
    let elsewhere = Browser::start_at_port(&office.world, "portal.test", port).await;
    elsewhere.open(&room).await;
    until_step(&elsewhere, "unlock").await;
    elsewhere.click("[data-step=unlock] a").await;
    sign_in(&elsewhere, &ann, "ann").await;
    until_step(&elsewhere, "unlock").await;
    elsewhere.fill("#typed", &"zoo ".repeat(12)).await;
    elsewhere.click("[data-unlock] [type=submit]").await;
    let told = elsewhere.text("[data-problem]").await;
    assert!(told.contains("do not open the room"), "{told}");
    elsewhere
        .script("document.querySelector('#typed').value = ''")
        .await;
    elsewhere.fill("#typed", &her_words.to_uppercase()).await;
    elsewhere.click("[data-unlock] [type=submit]").await;
    elsewhere.find("[data-messages] li").await;

    // She is asked whether to close; what comes in meanwhile does not take her away from the question.
    hers.click("[data-step=room] [data-ask-close]").await;
    until_step(&hers, "ask-close").await;
    write(&his, "wait").await;
    let arrived = "return document.querySelectorAll('[data-messages] li').length === 4";
    hers.until_script("a fourth message", arrived).await;
    until_step(&hers, "ask-close").await;
    hers.click("[data-step=ask-close] [data-back]").await;
    hers.find("[data-messages] li:nth-child(4)").await;

    // Closing empties it for both.
    close(&hers).await;
    until_step(&hers, "closed").await;
    until_step(&his, "closed").await;
    his.open(&room).await;
    until_step(&his, "door").await;

    // Whoever has the gateway's key and its store has heard and seen nothing of it, of the words, or of the link's key.
    let heard = ear.heard();
    let kept = everything_kept(&office);
    for request in [
        "POST /api/v1/handoff/rooms ",
        "/join HTTP/1.1",
        "/messages HTTP/1.1",
    ] {
        assert!(memmem::find(&heard, request.as_bytes()).is_some(), "{request}");
    }
    let key = link.split_once('#').unwrap().1;
    let few = |words: &str| words.split(' ').take(3).collect::<Vec<_>>().join(" ");
    for secret in [SECRET, "Canary-7f3Q", key, &few(&her_words), &few(&his_words)] {
        for (where_to, bytes) in [("sent", &heard), ("kept", &kept)] {
            assert!(
                memmem::find(bytes, secret.as_bytes()).is_none(),
                "{secret} was {where_to}"
            );
        }
    }
}

/// The store with its write-ahead log, and the journal.
fn everything_kept(office: &Office) -> Vec<u8> {
    let mut kept = Vec::new();
    let mut folders = vec![office.world.dir.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                kept.extend(std::fs::read(path).unwrap_or_default());
            }
        }
    }
    assert!(memmem::find(&kept, b"room-message-sent").is_some());
    kept
}

#[tokio::test]
async fn whoever_has_no_invitation_stays_outside() {
    let office = office().await;
    let hers = Browser::start_at(&office.world, "portal.test").await;
    let stranger = Browser::start_at(&office.world, "portal.test").await;
    let ann = office.member("ann").await;
    let (room, link, _) = opened(&ann, &hers).await;
    let (bare, _) = link.split_once('#').unwrap();

    stranger.open(&room).await;
    until_step(&stranger, "door").await;
    // Without its key, or with another, an invitation says nothing about the room.
    follow(&stranger, bare).await;
    until_step(&stranger, "no-key").await;
    follow(&stranger, &format!("{bare}#{}", "A".repeat(43))).await;
    until_step(&stranger, "no-key").await;
    let seen = stranger.script("return document.body.innerText").await;
    assert!(!seen.as_str().unwrap().contains("Access to the CRM"));

    // Looking uses nothing up, joining does. Whoever comes second is told what that may mean.
    follow(&stranger, &link).await;
    until_step(&stranger, "ask").await;
    let hidden = stranger.script("return location.hash").await;
    assert_eq!(hidden, "", "the key does not stay in the address");
    let his = Browser::start_at(&office.world, "portal.test").await;
    join_as_guest(&his, &link).await;
    follow(&stranger, &link).await;
    until_step(&stranger, "over").await;
}

/// The guest came by the link, and has an account: the link survives the sign-in (S1.3).
#[tokio::test]
async fn an_invitation_survives_a_sign_in() {
    let office = office().await;
    let hers = Browser::start_at(&office.world, "portal.test").await;
    let ann = office.member("ann").await;
    let bob = office.member("bob").await;
    let (room, link, _) = opened(&ann, &hers).await;
    let his = Browser::start_at(&office.world, "portal.test").await;
    follow(&his, &link).await;
    his.click("[data-step=ask] .ways a").await;
    sign_in(&his, &bob, "bob").await;
    until_step(&his, "ask").await;
    assert!(his.text("[data-join]").await.contains("You join as bob."));
    his.click("[data-join] [type=submit]").await;
    save_words(&his).await;
    his.until_place(&room).await;
    write(&his, SECRET).await;
    assert_eq!(read(&hers).await, SECRET);
}

/// Words are lost: a code is asked for, everything is gone, and the old invitation and the old seat are worthless (S1.8).
#[tokio::test]
async fn a_room_whose_words_are_lost_starts_again() {
    let office = office().await;
    let Two {
        ann,
        hers,
        his,
        room,
        link,
        ..
    } = Two::sit_down(&office).await;
    write(&his, SECRET).await;
    hers.find("[data-messages] button").await;
    hers.click("[data-step=room] [data-lost]").await;
    hers.click("[data-start-again] [type=submit]").await;
    save_words(&hers).await;
    hers.type_code("000000").await;
    hers.click("[data-start-again] [type=submit]").await;
    let told = hers.text("[data-problem]").await;
    assert!(told.contains("The code is wrong"), "{told}");
    hers.find("#code").await.clear().await.unwrap();
    hers.type_code(&ann.app.code()).await;
    hers.click("[data-start-again] [type=submit]").await;
    let again = hers.text("[data-invite-link]").await;
    assert_ne!(again, link);
    assert_eq!(hers.place().await, room);
    hers.find("[data-none]").await;
    until_step(&his, "closed").await;
    join_as_guest(&his, &again).await;
    write(&his, "once more").await;
    assert_eq!(read(&hers).await, "once more");
}

/// What an operator does who wants to read along.
async fn meddle(office: &Office, statement: &str, keys: &[&[u8]]) {
    let file = office.world.dir.path().join("gatepass.db");
    let store = sqlx::SqlitePool::connect(&format!("sqlite://{}", file.display()))
        .await
        .unwrap();
    let mut query = sqlx::query(sqlx::AssertSqlSafe(statement.to_owned()));
    for key in keys {
        query = query.bind(key.to_vec());
    }
    assert!(
        query.execute(&store).await.unwrap().rows_affected() > 0,
        "{statement}"
    );
    sqlx::query("UPDATE rooms SET version = version + 1")
        .execute(&store)
        .await
        .unwrap();
    store.close().await;
}

#[tokio::test]
async fn an_operator_who_meddles_is_noticed() {
    let office = office().await;
    let Two { hers, his, room, .. } = Two::sit_down(&office).await;
    for text in ["one", "two", "three"] {
        write(&his, text).await;
    }
    hers.find("[data-messages] li:nth-child(3)").await;

    // One text in the place of another.
    meddle(
        &office,
        "UPDATE room_messages SET sealed = (SELECT sealed FROM room_messages WHERE number = 2) WHERE number = 1",
        &[],
    )
    .await;
    hers.click("[data-messages] li:nth-child(1) button").await;
    let told = hers.text(".messages .note.alarm").await;
    assert!(
        told.contains("was changed, or is not from the other side"),
        "{told}"
    );

    // A signature on another place, a message that is missing, one that vanished again.
    for statement in [
        "UPDATE room_messages SET number = 7 - number WHERE number > 2",
        "UPDATE room_messages SET digest = (SELECT digest FROM room_messages WHERE number = 2) WHERE number = 1",
        "DELETE FROM room_messages WHERE number = 1",
        "DELETE FROM room_messages WHERE number > 1",
    ] {
        let copy = "CREATE TABLE kept AS SELECT * FROM room_messages";
        let file = office.world.dir.path().join("gatepass.db");
        let store = sqlx::SqlitePool::connect(&format!("sqlite://{}", file.display()))
            .await
            .unwrap();
        sqlx::query(copy).execute(&store).await.unwrap();
        meddle(&office, statement, &[]).await;
        hers.open(&room).await;
        until_step(&hers, "tampered").await;
        sqlx::query("DELETE FROM room_messages")
            .execute(&store)
            .await
            .unwrap();
        sqlx::query("INSERT INTO room_messages SELECT * FROM kept")
            .execute(&store)
            .await
            .unwrap();
        sqlx::query("DROP TABLE kept").execute(&store).await.unwrap();
        store.close().await;
        hers.open(&room).await;
        hers.until_heading("Access to the CRM").await;
    }

    // The operator's own keys in the place of his: nothing is written to them.
    let id = room.rsplit('/').next().unwrap().parse().unwrap();
    let foreign = OwnKeys::generate(RoomKey::generate()).public(id, gatepass::access::room::Seat::Guest);
    meddle(
        &office,
        "UPDATE room_seats SET agreement = $1, signing = $2, tag = $3 WHERE seat = 'guest'",
        &[&foreign.agreement, &foreign.signing, &foreign.tag],
    )
    .await;
    hers.open(&room).await;
    until_step(&hers, "foreign").await;
    let told = hers.text("[data-step=foreign]").await;
    assert!(
        told.contains("Do not write here") && told.contains("Call the other side"),
        "{told}"
    );
}

#[tokio::test]
async fn an_operator_cannot_join_in_the_place_of_a_guest() {
    let office = office().await;
    let hers = Browser::start_at(&office.world, "portal.test").await;
    let ann = office.member("ann").await;
    let (room, _, _) = opened(&ann, &hers).await;
    let id = room.rsplit('/').next().unwrap().parse().unwrap();
    let own = OwnKeys::generate(RoomKey::generate()).public(id, gatepass::access::room::Seat::Guest);
    meddle(
        &office,
        "INSERT INTO room_seats (room_id, seat, name, agreement, signing, tag, salt, wrapped, return_proof, joined_at) \
         SELECT room_id, 'guest', 'Paolo', $1, $2, $3, salt, wrapped, return_proof, joined_at FROM room_seats",
        &[&own.agreement, &own.signing, &own.tag],
    )
    .await;
    // Her page is open: it notices by itself, before she writes.
    until_step(&hers, "foreign").await;
}

/// One click puts a grant's credentials into a room (S1.13).
#[tokio::test]
async fn credentials_go_into_a_room_with_one_click() {
    let office = office().await;
    let ear = Eavesdropper::between(&office.world).await;
    let port = ear.address.port();
    let Two { ann, hers, his, .. } = Two::sit_down_at(&office, port, port).await;
    hers.open("/support/crm").await;
    hers.click("form[data-summary] [type=submit]").await;
    hers.type_code(&ann.app.code()).await;
    hers.until_heading("Support access is active").await;
    let read =
        "return [...document.querySelectorAll('#secrets dd')].map((it) => it.textContent.trim()).join('|')";
    let shown = hers.script(read).await;
    hers.click("[data-into-room] [type=submit]").await;
    let said = "return document.querySelector('[data-into-room] .said').textContent.startsWith('They are in the room')";
    hers.until_script("word of it", said).await;
    his.click("[data-messages] button").await;
    his.find(".told dd").await;
    let read = "return [...document.querySelectorAll('.told dd')].map((it) => it.textContent).join('|')";
    assert_eq!(his.script(read).await, shown);
    let shown = shown.as_str().unwrap();
    for secret in shown.split('|').skip(1).take(3) {
        assert!(
            memmem::find(&ear.heard(), secret.as_bytes()).is_none(),
            "{secret} was sent"
        );
    }
}
