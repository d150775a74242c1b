//! Eighteen invoices: ids 1 to 18, numbers AF-1041 to AF-1058, oldest first.

use jiff::{ToSpan, civil::Date};

use super::super::money::Money;
use super::super::records::{Invoice, Line, Payment, RecordId};

/// Days an invoice may stay unpaid.
const TERM: i64 = 30;

enum Story {
    PaidAfter(i64),
    Due,
    Draft,
}
use Story::{Draft, Due, PaidAfter};

/// What, how many, pounds each.
type Item = (&'static str, u32, u64);

struct Sale {
    contact: u32,
    days_ago: i64,
    story: Story,
    subject: &'static str,
    items: &'static [Item],
}

const fn sale(
    contact: u32,
    days_ago: i64,
    story: Story,
    subject: &'static str,
    items: &'static [Item],
) -> Sale {
    Sale {
        contact,
        days_ago,
        story,
        subject,
        items,
    }
}

const BOOTH: &str = "Oak acoustic booth";
const DESK: &str = "Height-adjustable desk, 160 cm";
const FITTING: &str = "Fitting, two people, per day";

#[rustfmt::skip]
const SALES: [Sale; 18] = [
    sale(2, 171, PaidAfter(22), "Phase one, floor 1", &[(DESK, 24, 612), (BOOTH, 3, 3480), (FITTING, 4, 780)]),
    sale(12, 158, PaidAfter(31), "Lobby seating", &[("Lounge chair, moss green", 8, 540), ("Low table, ash", 4, 265)]),
    sale(4, 149, PaidAfter(28), "Reading chairs for the library", &[("Reading chair, beech", 30, 118)]),
    sale(1, 133, PaidAfter(9), "Reception desk", &[("Reception desk, curved, 3.2 m", 1, 4250), (FITTING, 1, 780)]),
    sale(7, 120, PaidAfter(30), "Partners' meeting room", &[("Meeting table, walnut, 14 seats", 1, 5900), ("Conference chair", 14, 385)]),
    sale(2, 112, PaidAfter(25), "Phase one, floor 2", &[(DESK, 28, 612), (BOOTH, 2, 3480), (FITTING, 5, 780)]),
    sale(3, 96, PaidAfter(41), "Brewery office", &[("Bench desk, reclaimed pine", 6, 890), ("Shelving, steel and pine", 9, 240)]),
    sale(8, 84, PaidAfter(14), "Joinery hardware, call-off", &[("Hinges and runners, box of 50", 6, 96)]),
    sale(12, 71, PaidAfter(33), "Bedside tables, rooms 1 to 24", &[("Bedside table, ash", 48, 174)]),
    sale(3, 63, Due, "Taproom counter, first half", &[("Counter, reclaimed oak, 6 m", 1, 9800), (FITTING, 2, 780)]),
    sale(10, 58, Due, "Chandlery survey and drawings", &[("Survey and drawings", 1, 1350)]),
    sale(5, 44, PaidAfter(20), "Sample booths for the showroom", &[(BOOTH, 2, 2950)]),
    sale(7, 39, Due, "Archive shelving", &[("Rolling shelving, bay", 12, 430), (FITTING, 2, 780)]),
    sale(1, 24, Due, "Waiting room", &[("Bench with back, wipeable", 5, 640), ("Children's table", 1, 210)]),
    sale(4, 18, Due, "Library, reading alcoves", &[("Alcove seat with lamp", 8, 720)]),
    sale(2, 9, Due, "Phase two, deposit", &[("Deposit, floors 3 and 4", 1, 12500)]),
    sale(11, 5, Due, "Harbour Street mock-up", &[("Mock-up room, complete", 1, 6400)]),
    sale(12, 1, Draft, "Lobby, second part", &[("Lounge chair, moss green", 4, 540), ("Planter wall, 2 m", 2, 980)]),
];

pub(super) fn invoices(today: Date) -> Vec<Invoice> {
    (1..)
        .zip(&SALES)
        .map(|(number, sale)| invoice(number, sale, today))
        .collect()
}

fn invoice(number: u32, sale: &Sale, today: Date) -> Invoice {
    let issued = later(today, -sale.days_ago);
    Invoice {
        id: RecordId(number),
        number: format!("AF-{}", 1040 + number),
        contact: RecordId(sale.contact),
        subject: sale.subject.into(),
        issued,
        due: later(issued, TERM),
        payment: match sale.story {
            PaidAfter(days) => Payment::Paid {
                on: later(issued, days),
            },
            Due => Payment::Due,
            Draft => Payment::Draft,
        },
        lines: sale
            .items
            .iter()
            .map(|(what, quantity, pounds)| Line {
                what: (*what).into(),
                quantity: *quantity,
                price: Money::pounds(*pounds),
            })
            .collect(),
    }
}

fn later(date: Date, days: i64) -> Date {
    date.saturating_add(days.days())
}
