//! Twelve contacts; their ids are 1 to 12, in this order.

use jiff::Timestamp;

use super::super::records::{Contact, Note, RecordId, Stage};
use super::minutes_before;

struct Person {
    name: &'static str,
    role: &'static str,
    company: &'static str,
    /// Before the @, and the company's name under `.example`.
    mail: (&'static str, &'static str),
    phone: &'static str,
    city: &'static str,
    iban: &'static str,
    stage: Stage,
    next_step: &'static str,
    note: &'static str,
}

#[rustfmt::skip]
const PEOPLE: [Person; 12] = [
    Person { name: "Miriam Okafor", role: "Practice manager", company: "Larkfield Dental", mail: ("m.okafor", "larkfield"), phone: "01632 960 114", city: "Bath", iban: "GB11 DEMO 2026 0100 0001 14", stage: Stage::Customer, next_step: "Send fabric samples for the waiting room", note: "Prefers calls before nine. Waiting room must stay open during the works." },
    Person { name: "Jonas Lindqvist", role: "Head of facilities", company: "Nordhaven Software", mail: ("jonas", "nordhaven"), phone: "020 7946 0231", city: "London", iban: "GB22 DEMO 2026 0100 0002 31", stage: Stage::Customer, next_step: "Agree the dates of phase two, floors 3 and 4", note: "Budget for phase two is approved until the end of the quarter." },
    Person { name: "Priyanka Rao", role: "Operations director", company: "Saltmarsh Brewing Co.", mail: ("priyanka", "saltmarsh"), phone: "01632 960 377", city: "Exeter", iban: "GB33 DEMO 2026 0100 0003 77", stage: Stage::Customer, next_step: "Chase the overdue invoice, kindly", note: "New taproom opens in spring; wants reclaimed timber only." },
    Person { name: "Edward Thistlewood", role: "Bursar", company: "St Brannock's School", mail: ("bursar", "stbrannocks"), phone: "01632 960 480", city: "Taunton", iban: "GB44 DEMO 2026 0100 0004 80", stage: Stage::Customer, next_step: "Survey the library in the half-term week", note: "Needs three quotes on paper for the governors." },
    Person { name: "Hélène Marchetti", role: "Owner", company: "Atelier Marchetti", mail: ("helene", "marchetti"), phone: "020 7946 0518", city: "London", iban: "GB55 DEMO 2026 0100 0005 18", stage: Stage::Partner, next_step: "Share the drawings of the oak booth", note: "Makes our upholstery. Four weeks' notice for more than ten pieces." },
    Person { name: "Daniel Osei", role: "Founder", company: "Brightwater Labs", mail: ("daniel", "brightwater"), phone: "01632 960 622", city: "Cardiff", iban: "GB66 DEMO 2026 0100 0006 22", stage: Stage::Lead, next_step: "Quote for a wet lab of twelve benches", note: "Met at the Cardiff fair. Decision in about six weeks." },
    Person { name: "Catriona MacLeod", role: "Office manager", company: "Fernie & Glass Solicitors", mail: ("c.macleod", "fernieglass"), phone: "0131 496 0733", city: "Edinburgh", iban: "GB77 DEMO 2026 0100 0007 33", stage: Stage::Customer, next_step: "Book fitters for the reception desk", note: "Confidential clients: fitters sign in at reception, no photographs." },
    Person { name: "Tomasz Zieliński", role: "Site manager", company: "Quayside Joinery", mail: ("tomasz", "quayside"), phone: "0117 496 0845", city: "Bristol", iban: "GB88 DEMO 2026 0100 0008 45", stage: Stage::Partner, next_step: "Confirm the van for Thursday", note: "Our fitters for the south-west. Rates are fixed until July." },
    Person { name: "Grace Adeyemi", role: "Head of people", company: "Larch & Lime Media", mail: ("grace", "larchlime"), phone: "0161 496 0959", city: "Manchester", iban: "GB99 DEMO 2026 0100 0009 59", stage: Stage::Lead, next_step: "Show the quiet-room set by video", note: "Moves to a smaller office; wants to reuse half of the desks." },
    Person { name: "Robert Penhaligon", role: "Director", company: "Penhaligon Boatyard", mail: ("rob", "penhaligon"), phone: "01632 960 106", city: "Falmouth", iban: "GB12 DEMO 2026 0100 0010 06", stage: Stage::Dormant, next_step: "Call again in the new year", note: "Project stopped when the planning permission was refused." },
    Person { name: "Sofia Brandão", role: "Studio lead", company: "Meridian Architects", mail: ("sofia", "meridian"), phone: "020 7946 0117", city: "London", iban: "GB13 DEMO 2026 0100 0011 17", stage: Stage::Partner, next_step: "Lunch on the Harbour Street tender", note: "Specifies us in about one tender of three." },
    Person { name: "William Achterberg", role: "General manager", company: "The Copper Kettle Hotel", mail: ("w.achterberg", "copperkettle"), phone: "01904 960 128", city: "York", iban: "GB14 DEMO 2026 0100 0012 28", stage: Stage::Customer, next_step: "Replace two bedside tables under guarantee", note: "Lobby first, rooms 1 to 24 later. Guests arrive from three." },
];

pub(super) fn contacts(now: Timestamp) -> Vec<Contact> {
    (1..)
        .zip(PEOPLE)
        .map(|(number, person)| contact(number, person, now))
        .collect()
}

fn contact(number: u32, person: Person, now: Timestamp) -> Contact {
    let (mailbox, domain) = person.mail;
    let changed_at = minutes_before(now, i64::from(number) * 1913 % 40_000);
    Contact {
        id: RecordId(number),
        name: person.name.into(),
        role: person.role.into(),
        company: person.company.into(),
        email: format!("{mailbox}@{domain}.example"),
        phone: person.phone.into(),
        city: person.city.into(),
        iban: person.iban.into(),
        stage: person.stage,
        next_step: person.next_step.into(),
        notes: vec![Note {
            at: changed_at,
            author: "ann".into(),
            text: person.note.into(),
        }],
        changed_at,
        changed_by: "ann".into(),
    }
}
