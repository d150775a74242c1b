//! What a journal does when the disk, the clock or the process does not play along.

use std::os::unix::fs::PermissionsExt;
use std::sync::atomic::Ordering;

use super::super::support::{BadDisk, Desk, Fault, agent, at, code, permit, request};
use super::super::*;
use super::*;
use crate::access::{Reason, Standing, Verdict, decide};

fn on(disk: &BadDisk, desk: &Desk) -> Journal {
    Journal::open_on(Box::new(disk.clone()), desk.path(), 0, at(0), SEGMENT_BYTES).unwrap()
}

#[test]
fn a_forwarded_request_is_recorded_in_these_words() {
    let desk = Desk::new();
    let journal = desk.open(0, SEGMENT_BYTES);
    let asked = request("/x?module=Contacts&q=Meier");
    let permit = permit(asked.target.as_str(), &agent());
    let recorded = journal
        .record_forward(permit, &desk.about(1, &asked), at(1))
        .unwrap();
    assert_eq!(recorded.target().as_str(), "/x?module=Contacts&q=Meier");

    let text = desk.text(&desk.segments()[0]);
    let line = text.lines().nth(1).unwrap();
    let (_, rest) = super::super::chain::split_line(line.as_bytes()).unwrap();
    assert_eq!(
        std::str::from_utf8(rest).unwrap(),
        format!(
            "\"at\":\"2026-03-01T09:30:01.000Z\",\"code\":\"{}\",\"verdict\":\"forward\",\"site\":\"crm\",\
             \"grant\":\"a4dqobyha4dqobyha4dqobyha4\",\"session\":\"beeqscijbeeqscijbeeqscijbe\",\
             \"method\":\"GET\",\"path\":\"/x\",\"query\":\"module=Contacts&q=…\",\"ip\":\"192.0.2.7\",\
             \"scopes\":[\"contacts\"],\"visibility\":\"full\"",
            code(1)
        )
    );
}

#[test]
fn a_refusal_is_recorded_with_its_reason_and_the_scopes_it_speaks_of() {
    let desk = Desk::new();
    let journal = desk.open(0, SEGMENT_BYTES);
    let asked = request("/?module=Messages");
    let Verdict::Refuse(reason) = decide(&asked, &agent(), &desk.policy, at(0)) else {
        panic!("messages are hidden");
    };
    assert!(matches!(reason, Reason::Hidden(_)));
    journal
        .record_refusal(Answer::Refuse(&reason), &agent(), &desk.about(2, &asked), at(2))
        .unwrap();

    let mut reader = JournalReader::open(desk.path(), DecisionFilter::default()).unwrap();
    let record = reader.next().unwrap().unwrap();
    assert_eq!(record.verdict, DecisionVerdict::Refuse);
    assert_eq!(record.reason.as_deref(), Some("hidden"));
    assert_eq!(record.scopes, ["messages"]);
    assert_eq!(record.grant, Some(support::grant_id()));
}

#[test]
fn a_visitor_who_passes_is_recorded_without_a_grant() {
    let desk = Desk::new();
    let journal = desk.open(0, SEGMENT_BYTES);
    let _sent = journal
        .record_forward(
            permit("/", &Standing::Visitor),
            &desk.about(1, &request("/")),
            at(1),
        )
        .unwrap();
    let mut reader = JournalReader::open(desk.path(), DecisionFilter::default()).unwrap();
    let record = reader.next().unwrap().unwrap();
    assert_eq!(
        (record.grant, record.session, record.visibility),
        (None, None, None)
    );
    assert!(record.scopes.is_empty());
}

#[test]
fn a_record_is_one_write_and_no_sync() {
    let (desk, disk) = (Desk::new(), BadDisk::default());
    let journal = on(&disk, &desk);
    let before = (
        disk.writes.load(Ordering::Relaxed),
        disk.syncs.load(Ordering::Relaxed),
    );
    let _sent = desk.forward(&journal, 1).unwrap();
    let after = (
        disk.writes.load(Ordering::Relaxed),
        disk.syncs.load(Ordering::Relaxed),
    );
    assert_eq!(after, (before.0 + 1, before.1));
}

#[test]
fn segments_are_readable_by_their_owner_only() {
    let desk = Desk::new();
    let _journal = desk.open(0, SEGMENT_BYTES);
    let file = desk.path().join(&desk.segments()[0]);
    assert_eq!(
        std::fs::metadata(file).unwrap().permissions().mode() & 0o777,
        0o600
    );
}

#[test]
fn a_full_segment_is_followed_by_the_next() {
    let desk = Desk::new();
    let journal = desk.open(0, 1000);
    for number in 1..=9 {
        let _sent = desk.forward(&journal, number).unwrap();
    }
    assert!(desk.segments().len() >= 3);
    let report = verify_journal(desk.path()).unwrap();
    assert!(report.is_intact(), "{report:?}");
    assert_eq!(report.workers[0].records, 9);
}

#[test]
fn after_a_kill_the_next_run_goes_on_behind_the_last_complete_record() {
    let desk = Desk::new();
    let journal = desk.open(0, SEGMENT_BYTES);
    let _sent = desk.forward(&journal, 1).unwrap();
    let head = journal.head();
    drop(journal);
    let first = desk.segments().remove(0);
    let torn = desk.text(&first) + "{\"hash\":\"0123";
    desk.overwrite(&first, &torn);

    let journal = desk.open(0, SEGMENT_BYTES);
    let _sent = desk.forward(&journal, 2).unwrap();
    let second = desk.text(&desk.segments()[1]);
    assert!(second.contains(&format!(
        "\"previous\":\"{}\",\"previousSegment\":\"{first}\"",
        head.hash
    )));
    assert_eq!(desk.text(&first), torn, "the torn tail is left as it is");
    let report = verify_journal(desk.path()).unwrap();
    assert!(report.is_intact(), "{report:?}");
    assert_eq!(report.workers[0].torn, [first]);
}

#[test]
fn a_segment_that_never_got_its_first_record_is_passed_over() {
    let desk = Desk::new();
    drop(desk.open(0, SEGMENT_BYTES));
    desk.overwrite("w0-20260301T093000Z-000001.jsonl", "{\"ha");
    drop(desk.open(0, SEGMENT_BYTES));
    assert_eq!(desk.segments().len(), 3);
    assert!(verify_journal(desk.path()).unwrap().is_intact());
}

#[test]
fn a_clock_that_went_back_does_not_confuse_the_order() {
    let desk = Desk::new();
    for second in [100, 0, -100] {
        drop(Journal::open(desk.path(), 0, at(second), SEGMENT_BYTES).unwrap());
    }
    assert!(verify_journal(desk.path()).unwrap().is_intact());
}

#[test]
fn two_gateways_cannot_write_one_journal() {
    let desk = Desk::new();
    let _first = desk.open(0, SEGMENT_BYTES);
    let second = Journal::open(desk.path(), 0, at(1), SEGMENT_BYTES);
    assert!(matches!(second, Err(JournalError::InUse { worker: 0, .. })));
    assert!(Journal::open(desk.path(), 1, at(1), SEGMENT_BYTES).is_ok());
}

#[test]
fn a_write_that_fails_refuses_and_leaves_nothing_behind() {
    for fault in [Fault::NoWrite, Fault::ShortWrite(0), Fault::ShortWrite(100)] {
        let (desk, disk) = (Desk::new(), BadDisk::default());
        let journal = on(&disk, &desk);
        let _sent = desk.forward(&journal, 1).unwrap();
        let (head, before) = (journal.head(), desk.text(&desk.segments()[0]));

        disk.suffers(&[fault]);
        let refused = desk.forward(&journal, 2);
        assert!(matches!(refused, Err(JournalError::Write { .. })), "{fault:?}");
        assert_eq!(journal.head(), head);
        assert_eq!(desk.text(&desk.segments()[0]), before);

        disk.heals();
        let _sent = desk.forward(&journal, 3).unwrap();
        assert_eq!(desk.recorded(DecisionFilter::default()), ["/1", "/3"]);
        assert_eq!(desk.segments().len(), 1);
        assert!(verify_journal(desk.path()).unwrap().is_intact());
    }
}

#[test]
fn a_write_that_cannot_be_taken_back_ends_the_segment_and_refuses_until_there_is_a_new_one() {
    let (desk, disk) = (Desk::new(), BadDisk::default());
    let journal = on(&disk, &desk);
    let _sent = desk.forward(&journal, 1).unwrap();

    disk.suffers(&[Fault::ShortWrite(50), Fault::NoTruncation]);
    assert!(desk.forward(&journal, 2).is_err());
    disk.suffers(&[Fault::NoNewFile]);
    for number in 3..6 {
        assert!(matches!(
            desk.forward(&journal, number),
            Err(JournalError::Open { .. })
        ));
    }
    disk.heals();
    let _sent = desk.forward(&journal, 6).unwrap();

    assert_eq!(desk.recorded(DecisionFilter::default()), ["/1", "/6"]);
    let report = verify_journal(desk.path()).unwrap();
    assert!(report.is_intact(), "{report:?}");
    assert_eq!(report.workers[0].torn.len(), 1);
}

#[test]
fn a_full_disk_is_not_littered_with_empty_segments() {
    let (desk, disk) = (Desk::new(), BadDisk::default());
    let journal = on(&disk, &desk);
    disk.suffers(&[Fault::NoWrite, Fault::NoTruncation]);
    for number in 1..9 {
        assert!(desk.forward(&journal, number).is_err());
    }
    assert_eq!(desk.segments().len(), 1);
    disk.heals();
    let _sent = desk.forward(&journal, 9).unwrap();
    assert!(verify_journal(desk.path()).unwrap().is_intact());
}

#[test]
fn a_segment_that_could_not_be_synced_is_not_trusted_again() {
    let (desk, disk) = (Desk::new(), BadDisk::default());
    let journal = on(&disk, &desk);
    let _sent = desk.forward(&journal, 1).unwrap();
    disk.suffers(&[Fault::NoSync]);
    for second in 1..5 {
        assert!(matches!(
            journal.sync_data(at(second)),
            Err(JournalError::Sync { .. })
        ));
        let refused = desk.forward(&journal, 2);
        assert!(matches!(refused, Err(JournalError::Doubtful { .. })), "{second}");
    }
    assert_eq!(desk.segments().len(), 1, "tries are no litter");
    disk.heals();
    journal.sync_data(at(5)).unwrap();
    let _sent = desk.forward(&journal, 3).unwrap();
    assert_eq!(desk.recorded(DecisionFilter::default()), ["/1", "/3"]);
    assert_eq!(desk.segments().len(), 2);
    assert!(verify_journal(desk.path()).unwrap().is_intact());
}

#[test]
fn a_segment_that_was_deleted_is_not_written_to_any_longer() {
    let desk = Desk::new();
    let journal = desk.open(0, SEGMENT_BYTES);
    let _sent = desk.forward(&journal, 1).unwrap();
    std::fs::remove_file(desk.path().join(&desk.segments()[0])).unwrap();
    assert!(matches!(journal.sync_data(at(1)), Err(JournalError::Sync { .. })));
    assert!(desk.forward(&journal, 2).is_err());
    journal.sync_data(at(2)).unwrap();
    let _sent = desk.forward(&journal, 3).unwrap();
    assert_eq!(desk.recorded(DecisionFilter::default()), ["/3"]);
}

#[test]
fn a_sync_covers_segments_that_were_left_and_is_free_when_nothing_was_written() {
    let (desk, disk) = (Desk::new(), BadDisk::default());
    let journal = Journal::open_on(Box::new(disk.clone()), desk.path(), 0, at(0), 1).unwrap();
    let synced = |disk: &BadDisk| disk.syncs.swap(0, Ordering::Relaxed);
    synced(&disk);
    let _sent = desk.forward(&journal, 1).unwrap();
    let _sent = desk.forward(&journal, 2).unwrap();
    journal.sync_data(at(2)).unwrap();
    assert_eq!(synced(&disk), 2);
    journal.sync_data(at(2)).unwrap();
    assert_eq!(synced(&disk), 0);
}
