//! The corpora of `tests/fuzz`, replayed in every test run: whatever a fuzzer found once is never forgotten.

use std::fs;
use std::path::Path;

use crate::laws;

fn replay(name: &str, law: fn(&[u8])) {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fuzz/corpora")
        .join(name);
    let mut files: Vec<_> = fs::read_dir(&dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() >= 5, "{}", dir.display());
    for file in files {
        let bytes = fs::read(&file).unwrap();
        assert!(bytes.len() < 4096, "{} is large", file.display());
        // The name of the file, should the law be broken.
        println!("{}", file.display());
        law(&bytes);
    }
}

#[test]
fn request_targets() {
    replay("request_target", laws::request_target);
}

#[test]
fn queries() {
    replay("query", laws::query);
}

#[test]
fn cookies() {
    replay("cookies", laws::cookies);
}

#[test]
fn forwarded_fields() {
    replay("forwarded", laws::forwarded);
}

#[test]
fn return_targets() {
    replay("return_to", laws::return_to);
}

#[test]
fn sealed_messages_and_links() {
    replay("handoff", laws::handoff);
}

#[test]
fn rooms_for_two() {
    replay("room", laws::room);
}

#[test]
fn apps_answers() {
    replay("reply", laws::reply);
}

#[test]
fn bodies() {
    replay("body", laws::body);
}

#[test]
fn forms() {
    replay("form", laws::form);
}

#[test]
fn configs() {
    replay("config", laws::config);
}

#[test]
fn journals() {
    replay("journal", laws::journal);
}

#[test]
fn words() {
    replay("words", laws::words);
}
