//! Ten messages, ids 1 to 10, newest first: what a customer would not want a stranger to read.

use jiff::Timestamp;

use super::super::records::{Message, RecordId, Way};
use super::minutes_before;

enum Kind {
    New,
    Read,
    Sent,
}

struct Mail(u32, i64, Kind, &'static str, &'static str);

#[rustfmt::skip]
const MAILS: [Mail; 10] = [
    Mail(3, 34, Kind::New, "Our invoice AF-1050", "Dear Ann,\n\nwe know that AF-1050 is late. Between us: the bank moved our credit line review to next week, and I would rather not draw attention to it now. Could we pay half on Friday and half at the end of the month?\n\nPriyanka"),
    Mail(2, 188, Kind::New, "Phase two: floor 4 first", "Hello Ann,\n\nwe would like to swap the order and begin with floor 4. The team on floor 3 is being reorganised; please keep that to yourself until the announcement.\n\nJonas"),
    Mail(7, 402, Kind::New, "Reception desk: access on Saturday", "Ann,\n\nthe alarm code for Saturday is not something I will put in an e-mail. I will ring you on Friday at four.\n\nCatriona MacLeod"),
    Mail(1, 1490, Kind::Read, "Fabric samples", "Hello Ann,\n\nthe teal one, please, if it can be wiped with alcohol. And could the bench be five centimetres lower? Many of our patients are small.\n\nMiriam"),
    Mail(2, 1710, Kind::Sent, "Phase two: dates and deposit", "Hello Jonas,\n\nthank you for the approval. Our fitters are free from the second Monday of the month. The deposit invoice AF-1056 is on its way.\n\nAnn"),
    Mail(6, 2950, Kind::Read, "Wet lab benches", "Hi,\n\ngreat to meet you in Cardiff. We need twelve benches with chemical-resistant tops, and a price that survives our board. What would you quote for eight now and four later?\n\nDaniel"),
    Mail(5, 4410, Kind::Read, "Upholstery for the oak booth", "Chère Ann,\n\nthe wool felt costs 8 % more from January. I can hold the old price for orders before Christmas.\n\nHélène"),
    Mail(12, 7300, Kind::Read, "Two bedside tables", "Dear Ms Alder,\n\ntwo of the tables in rooms 7 and 16 have a loose leg. The guests were kind about it. May we have them replaced under guarantee?\n\nWilliam Achterberg"),
    Mail(12, 7180, Kind::Sent, "Two bedside tables: replacement", "Dear Mr Achterberg,\n\nof course. Two new tables leave our workshop on Wednesday, and we collect the old ones at the same time.\n\nAnn Alder"),
    Mail(9, 11_600, Kind::Read, "Smaller office, same people", "Hi Ann,\n\nwe are giving up one floor. Staff will hear about it on the first of the month, so nothing in writing to the office address, please.\n\nGrace"),
];

pub(super) fn messages(now: Timestamp) -> Vec<Message> {
    (1..)
        .zip(MAILS)
        .map(
            |(number, Mail(contact, minutes_ago, kind, subject, body))| Message {
                id: RecordId(number),
                contact: RecordId(contact),
                way: match kind {
                    Kind::New | Kind::Read => Way::Received,
                    Kind::Sent => Way::Sent,
                },
                subject: subject.into(),
                body: body.into(),
                at: minutes_before(now, minutes_ago),
                unread: matches!(kind, Kind::New),
            },
        )
        .collect()
}
