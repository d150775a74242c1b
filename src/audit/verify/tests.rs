//! Tampering of every kind, and what honest accidents look like.

use proptest::prelude::*;

use super::super::support::{Desk, at};
use super::super::*;
use super::*;

/// Four segments of worker 0 and one of worker 1.
fn desk() -> Desk {
    let desk = Desk::new();
    let journal = desk.open(0, 900);
    for number in 1..=6 {
        let _sent = desk.forward(&journal, number).unwrap();
    }
    let _sent = desk.forward(&desk.open(1, SEGMENT_BYTES), 7).unwrap();
    assert!(verify_journal(desk.path()).unwrap().is_intact());
    desk
}

fn problem(desk: &Desk) -> JournalProblem {
    let report = verify_journal(desk.path()).unwrap();
    assert!(!report.is_intact());
    report.workers[0].problem.clone().unwrap()
}

fn edit_lines(desk: &Desk, segment: &str, edit: impl FnOnce(&mut Vec<&str>)) {
    let text = desk.text(segment);
    let mut lines: Vec<_> = text.split_inclusive('\n').collect();
    edit(&mut lines);
    desk.overwrite(segment, lines.concat());
}

#[test]
fn an_intact_journal_is_counted() {
    let desk = desk();
    let report = verify_journal(desk.path()).unwrap();
    let [zero, one] = &report.workers[..] else {
        panic!("two workers: {report:?}");
    };
    assert_eq!((zero.records, one.records), (6, 1));
    assert_eq!((zero.first, zero.last), (Some(at(1)), Some(at(6))));
    assert_eq!(zero.segments as usize + 1, desk.segments().len());
    assert_eq!(report.strangers, [""; 0]);
}

#[test]
fn a_removed_line_is_found_where_it_was() {
    let desk = desk();
    let segment = desk.segments().remove(0);
    edit_lines(&desk, &segment, |lines| {
        lines.remove(1);
    });
    let problem = problem(&desk);
    assert_eq!((problem.file, problem.line), (segment, 2));
}

#[test]
fn removed_last_lines_of_an_older_segment_are_found_in_the_next() {
    let desk = desk();
    let segments = desk.segments();
    edit_lines(&desk, &segments[0], |lines| {
        lines.pop();
    });
    let problem = problem(&desk);
    assert_eq!((&problem.file, problem.line), (&segments[1], 1));
    assert_eq!(problem.kind, JournalProblemKind::DoesNotFollow);
}

#[test]
fn a_complete_record_cannot_be_passed_off_as_torn() {
    let desk = desk();
    let segments = desk.segments();
    let text = desk.text(&segments[0]);
    desk.overwrite(&segments[0], text.trim_end());
    assert_eq!(problem(&desk).kind, JournalProblemKind::DoesNotFollow);
}

#[test]
fn swapped_lines_are_found() {
    let desk = desk();
    let segment = desk.segments().remove(0);
    edit_lines(&desk, &segment, |lines| lines.swap(1, 2));
    assert_eq!(problem(&desk).kind, JournalProblemKind::HashMismatch);
}

#[test]
fn a_removed_middle_segment_is_found() {
    let desk = desk();
    let segments = desk.segments();
    std::fs::remove_file(desk.path().join(&segments[1])).unwrap();
    let problem = problem(&desk);
    assert_eq!(
        (problem.file.as_str(), problem.kind),
        (segments[2].as_str(), JournalProblemKind::DoesNotFollow)
    );
}

#[test]
fn a_middle_segment_that_was_emptied_is_found() {
    let desk = desk();
    desk.overwrite(&desk.segments()[1], "");
    assert_eq!(problem(&desk).kind, JournalProblemKind::DoesNotFollow);
}

#[test]
fn a_renamed_segment_is_found() {
    let desk = desk();
    let segments = desk.segments();
    let other = segments[1].replace("-000001", "-000077");
    std::fs::rename(desk.path().join(&segments[1]), desk.path().join(other)).unwrap();
    assert_eq!(problem(&desk).kind, JournalProblemKind::DoesNotFollow);

    let other = segments[0].replace("w0-", "w5-");
    std::fs::rename(desk.path().join(&segments[0]), desk.path().join(other)).unwrap();
    let report = verify_journal(desk.path()).unwrap();
    let problem = report.workers[2].problem.as_ref().unwrap();
    assert_eq!(problem.kind, JournalProblemKind::OtherSegment);
}

#[test]
fn a_journal_without_its_oldest_segments_says_after_which_it_starts() {
    let desk = desk();
    let segments = desk.segments();
    std::fs::remove_file(desk.path().join(&segments[0])).unwrap();
    let report = verify_journal(desk.path()).unwrap();
    assert_eq!(report.workers[0].starts_after.as_ref(), Some(&segments[0]));
    assert!(report.is_intact());
}

#[test]
fn a_file_that_nobody_made_is_named() {
    let desk = desk();
    desk.overwrite("w0-old.jsonl", "");
    assert_eq!(verify_journal(desk.path()).unwrap().strangers, ["w0-old.jsonl"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// But for the last line feed of all: without it, the newest record counts as torn.
    #[test]
    fn no_bit_of_the_journal_can_be_flipped_unnoticed(segment in 0usize..8, at in 0usize..2000, bit in 0u8..8) {
        let desk = desk();
        let mut segments = desk.segments();
        let segment = segments.remove(segment % segments.len());
        let newest = segments.iter().all(|other| other < &segment || !other.starts_with(&segment[..3]));
        let mut text = desk.text(&segment).into_bytes();
        let at = at % (text.len() - usize::from(newest));
        text[at] ^= 1 << bit;
        desk.overwrite(&segment, text);
        prop_assert!(!verify_journal(desk.path()).unwrap().is_intact());
    }
}

fn changes() -> Vec<(u64, String, ChainHash)> {
    let mut head = ChainHash::GENESIS;
    (1..=4)
        .map(|seq| {
            let event = ChangeEvent {
                actor: Actor::System,
                action: Action::GatewayStarted,
                grant: None,
                session: None,
                account: None,
                detail: [("run".to_owned(), seq.to_string())].into(),
            };
            let (rest, hash) = change_record(head, seq, at(seq as i64), &event);
            head = hash;
            (seq, rest, hash)
        })
        .collect()
}

#[test]
fn an_intact_chain_of_changes_is_counted() {
    let report = verify_changes(changes());
    assert_eq!((report.events, report.problem), (4, None));
    assert_eq!((report.first, report.last), (Some(at(1)), Some(at(4))));
    assert_eq!(report.head, changes()[3].2);
}

#[test]
fn a_change_that_was_edited_removed_moved_or_renumbered_is_found() {
    let found = |rows: Vec<_>| {
        let problem = verify_changes(rows).problem.unwrap();
        (problem.seq, problem.kind)
    };
    let mut edited = changes();
    edited[1].1 = edited[1].1.replace("gateway-started", "gateway-stopped");
    assert_eq!(found(edited), (2, ChangesProblemKind::HashMismatch));

    let mut removed = changes();
    removed.remove(0);
    assert_eq!(found(removed), (2, ChangesProblemKind::HashMismatch));

    let mut moved = changes();
    moved.swap(2, 3);
    assert_eq!(found(moved), (4, ChangesProblemKind::HashMismatch));

    let mut renumbered = changes();
    renumbered[3].0 = 9;
    assert_eq!(found(renumbered), (9, ChangesProblemKind::OtherPlace));
}
