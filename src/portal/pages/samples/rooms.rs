//! Rooms: the list, the way in, and the room with each of its steps in sight.

use super::*;

const ID: &str = "fx4aqdwzzukbqabypcsxaqczx4";

pub(super) fn rooms(language: Language) -> Vec<(&'static str, String)> {
    let room = RoomLine {
        id: ID.into(),
        title: "Access to the CRM".into(),
        support_case: "4711".into(),
        expires_at: hours(23),
    };
    let list = |rooms| RoomsPage {
        frame: inside(language, "/rooms"),
        rooms,
        lifetimes: [1, 8, 24, 72, 168].map(jiff::SignedDuration::from_hours).to_vec(),
    };
    let join = |frame| JoinPage {
        frame,
        invitation: ID.into(),
    };
    let in_room = |frame| RoomPage {
        frame,
        id: ID.into(),
        largest_file: 1024 * 1024,
    };
    let path = format!("/rooms/{ID}");
    let way_in = format!("/join/{ID}");
    vec![
        ("rooms-empty", page(&list(Vec::new()))),
        ("rooms", page(&list(vec![room]))),
        ("room", page(&in_room(inside(language, &path)))),
        ("room-guest", page(&in_room(outside(language, &path)))),
        (
            "help-handoff",
            page(&HelpPage {
                frame: outside(language, "/help/handoff"),
            }),
        ),
        ("room-join", page(&join(outside(language, &way_in)))),
        ("room-join-account", page(&join(inside(language, &way_in)))),
    ]
}

pub(super) fn hostile(language: Language, words: &str) -> Vec<(&'static str, String)> {
    let page_of_rooms = RoomsPage {
        frame: inside(language, "/rooms"),
        rooms: vec![RoomLine {
            id: ID.into(),
            title: words.to_owned(),
            support_case: words.to_owned(),
            expires_at: hours(1),
        }],
        lifetimes: Vec::new(),
    };
    vec![("rooms", page(&page_of_rooms))]
}
