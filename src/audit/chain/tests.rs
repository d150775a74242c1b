//! Whatever is done to a chain is found.

use proptest::prelude::*;

use super::*;

fn chain_of(texts: &[&str]) -> Vec<String> {
    let mut head = ChainHash::GENESIS;
    texts
        .iter()
        .map(|text| {
            let mut line = String::new();
            head = link(head, text.as_bytes());
            write_line(&mut line, head, text);
            line
        })
        .collect()
}

fn break_of(lines: &[String]) -> Option<ChainBreak> {
    verify(ChainHash::GENESIS, lines).err()
}

const TEXTS: [&str; 4] = ["\"n\":1", "\"n\":2", "\"n\":3", "\"n\":4"];

#[test]
fn a_link_is_the_sha_256_of_the_previous_hash_and_the_rest() {
    let mut bytes = vec![0; 32];
    bytes.extend_from_slice(b"\"n\":1");
    let expected = ring::digest::digest(&SHA256, &bytes);
    assert_eq!(link(ChainHash::GENESIS, b"\"n\":1").as_bytes(), expected.as_ref());
}

#[test]
fn a_line_is_json_and_comes_apart_as_it_was_put_together() {
    let lines = chain_of(&TEXTS);
    let (hash, rest) = split_line(lines[0].as_bytes()).unwrap();
    assert_eq!(rest, b"\"n\":1");
    let json: serde_json::Value = serde_json::from_str(&lines[0]).unwrap();
    assert_eq!(json["hash"], hash.to_string());
    assert_eq!(json["n"], 1);
}

#[test]
fn an_untouched_chain_holds_and_ends_in_its_head() {
    let lines = chain_of(&TEXTS);
    let walk = verify(ChainHash::GENESIS, &lines).unwrap();
    assert_eq!(walk.lines(), 4);
    assert_eq!(walk.head(), split_line(lines[3].as_bytes()).unwrap().0);
}

#[test]
fn a_removed_line_breaks_the_chain_where_it_was() {
    let mut lines = chain_of(&TEXTS);
    lines.remove(1);
    let expected = ChainBreak {
        line: 2,
        kind: BreakKind::HashMismatch,
    };
    assert_eq!(break_of(&lines), Some(expected));
}

#[test]
fn swapped_doubled_and_foreign_lines_break_the_chain() {
    let mut swapped = chain_of(&TEXTS);
    swapped.swap(1, 2);
    assert_eq!(break_of(&swapped).unwrap().line, 2);

    let mut doubled = chain_of(&TEXTS);
    doubled.insert(2, doubled[1].clone());
    assert_eq!(break_of(&doubled).unwrap().line, 3);

    let mut foreign = chain_of(&TEXTS);
    foreign.insert(3, "{\"n\":5}\n".to_owned());
    let expected = ChainBreak {
        line: 4,
        kind: BreakKind::NotARecord,
    };
    assert_eq!(break_of(&foreign), Some(expected));
}

#[test]
fn a_hash_has_one_spelling() {
    let mut lines = chain_of(&TEXTS);
    let upper = lines[2].to_uppercase();
    lines[2] = upper.replace("HASH", "hash").replace("\"N\"", "\"n\"");
    assert_eq!(break_of(&lines).unwrap().kind, BreakKind::NotARecord);
}

proptest! {
    #[test]
    fn no_bit_can_be_flipped_unnoticed(line in 0usize..4, at in 0usize..80, bit in 0u8..8) {
        let mut lines: Vec<Vec<u8>> = chain_of(&TEXTS).into_iter().map(String::into_bytes).collect();
        let at = at % (lines[line].len() - 1);
        lines[line][at] ^= 1 << bit;
        let broken = verify(ChainHash::GENESIS, &lines).unwrap_err();
        prop_assert!(broken.line as usize == line + 1);
    }
}
