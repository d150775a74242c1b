//! Reading decisions back, also while they are written.

use super::super::support::{Desk, agent, at, code, grant_id, request};
use super::super::*;
use super::*;
use crate::access::Demand;

#[test]
fn decisions_of_all_workers_come_in_the_order_of_time() {
    let desk = Desk::new();
    let workers = [desk.open(0, 900), desk.open(1, 900)];
    for number in 1..=9 {
        let _sent = desk.forward(&workers[usize::from(number % 2)], number).unwrap();
    }
    let all = desk.recorded(DecisionFilter::default());
    assert_eq!(all, ["/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8", "/9"]);
}

#[test]
fn only_what_is_asked_for_is_read() {
    let desk = Desk::new();
    let journal = desk.open(0, 900);
    for number in 1..=5 {
        let _sent = desk.forward(&journal, number).unwrap();
    }
    let asked = request("/6");
    let demand = Answer::Challenge(Demand::StepUp);
    journal
        .record_refusal(demand, &agent(), &desk.about(6, &asked), at(6))
        .unwrap();

    let all = DecisionFilter::default;
    let by_code = DecisionFilter {
        code: Some(code(3)),
        ..all()
    };
    assert_eq!(desk.recorded(by_code), ["/3"]);
    let verdict = Some(DecisionVerdict::Challenge);
    assert_eq!(desk.recorded(DecisionFilter { verdict, ..all() }), ["/6"]);
    let since = Some(at(5));
    assert_eq!(desk.recorded(DecisionFilter { since, ..all() }), ["/5", "/6"]);
    let site = Some(SiteName::new("shop"));
    assert_eq!(desk.recorded(DecisionFilter { site, ..all() }), [""; 0]);
    let grant = Some(grant_id());
    assert_eq!(desk.recorded(DecisionFilter { grant, ..all() }).len(), 6);
}

#[test]
fn segments_that_ended_before_the_moment_are_not_opened() {
    let names = [0, 10, 20, 30].map(|second| SegmentName::new(0, second as u64, at(second)));
    let left = |since| Vec::from(wanted_segments(&names, Some(at(since))));
    assert_eq!(left(-5), names);
    assert_eq!(left(10), names);
    assert_eq!(left(11), names);
    assert_eq!(left(12), names[1..]);
    assert_eq!(left(99), names[3..]);
}

#[test]
fn a_damaged_line_is_named_and_stepped_over() {
    let desk = Desk::new();
    let journal = desk.open(0, SEGMENT_BYTES);
    for number in 1..=3 {
        let _sent = desk.forward(&journal, number).unwrap();
    }
    let segment = desk.segments().remove(0);
    let text = desk.text(&segment).replace("\"/2\"", "/2");
    desk.overwrite(&segment, text);
    let reader = JournalReader::open(desk.path(), DecisionFilter::default()).unwrap();
    let read: Vec<_> = reader.collect();
    assert_eq!(read.len(), 3);
    assert!(matches!(&read[1], Err(ReadError::Record { line: 3, .. })));
}

#[test]
fn what_is_written_right_now_is_not_read_half() {
    let desk = Desk::new();
    let journal = desk.open(0, SEGMENT_BYTES);
    let _sent = desk.forward(&journal, 1).unwrap();
    let segment = desk.segments().remove(0);
    desk.overwrite(&segment, desk.text(&segment) + "{\"hash\":\"12");
    assert_eq!(desk.recorded(DecisionFilter::default()), ["/1"]);
}
