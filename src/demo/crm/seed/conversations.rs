//! Six conversations, ids 1 to 6, latest first: chats, and notes of calls and visits.

use jiff::Timestamp;

use super::super::records::{Channel, Conversation, Entry, RecordId, Side};
use super::minutes_before;
use Side::{Them, Us};

/// Who, on which side, minutes after the first entry, what.
type Said = (&'static str, Side, i64, &'static str);

struct Talk {
    contact: u32,
    channel: Channel,
    topic: &'static str,
    minutes_ago: i64,
    said: &'static [Said],
}

#[rustfmt::skip]
const TALKS: [Talk; 6] = [
    Talk { contact: 1, channel: Channel::Chat, topic: "Waiting room: when can you fit it?", minutes_ago: 52, said: &[
        ("Miriam Okafor", Them, 0, "Hello! Do you have a fitting date for the benches yet?"),
        ("ann", Us, 3, "Hello Miriam. Quayside offers Thursday from seven, or the Monday after."),
        ("Miriam Okafor", Them, 5, "Thursday would be perfect. We open at half past eight."),
        ("ann", Us, 9, "They will be done with the noisy part by then. I will confirm the van today."),
    ] },
    Talk { contact: 2, channel: Channel::Phone, topic: "Phase two: the price of the booths", minutes_ago: 1320, said: &[
        ("Jonas Lindqvist", Them, 0, "Asked whether eight booths on floors 3 and 4 get a better price than the five before."),
        ("ann", Us, 2, "Offered 6 % on the booths if phase two is ordered as a whole."),
        ("Jonas Lindqvist", Them, 6, "Will take it to his finance lead. Says a competitor is at 9 %, but without fitting."),
    ] },
    Talk { contact: 7, channel: Channel::Visit, topic: "Survey of the reception", minutes_ago: 4300, said: &[
        ("tom", Us, 0, "Measured the reception: 6.4 by 4.1 m, the floor falls 12 mm towards the door."),
        ("Catriona MacLeod", Them, 25, "Wants the desk to hide two screens and a panic button."),
        ("tom", Us, 31, "Button wired by their own electrician; we leave a duct of 25 mm."),
    ] },
    Talk { contact: 4, channel: Channel::Phone, topic: "Three quotes for the governors", minutes_ago: 8700, said: &[
        ("Edward Thistlewood", Them, 0, "The governors meet on the 14th. Needs the alcoves in three variants, on paper."),
        ("ann", Us, 4, "Promised them by post for the 10th, with samples of the lamp."),
    ] },
    Talk { contact: 8, channel: Channel::Chat, topic: "Van on Thursday", minutes_ago: 10_150, said: &[
        ("ann", Us, 0, "Tomasz, can we have the long van on Thursday at half past six?"),
        ("Tomasz Zieliński", Them, 14, "Yes, but back by two, please. It goes to Exeter in the afternoon."),
        ("ann", Us, 15, "That works. Five benches, one table, two people."),
    ] },
    Talk { contact: 6, channel: Channel::Visit, topic: "First meeting at the Cardiff fair", minutes_ago: 20_400, said: &[
        ("Daniel Osei", Them, 0, "Starts with eight people, twelve by autumn. The lab is an old printing hall."),
        ("ann", Us, 7, "Recommended benches on a service spine, so that gas and water stay where they are."),
    ] },
];

pub(super) fn conversations(now: Timestamp) -> Vec<Conversation> {
    (1..)
        .zip(TALKS)
        .map(|(number, talk)| Conversation {
            id: RecordId(number),
            contact: RecordId(talk.contact),
            channel: talk.channel,
            topic: talk.topic.into(),
            entries: talk
                .said
                .iter()
                .map(|(author, side, minutes, text)| Entry {
                    author: (*author).into(),
                    side: *side,
                    at: minutes_before(now, talk.minutes_ago - minutes),
                    text: (*text).into(),
                })
                .collect(),
        })
        .collect()
}
