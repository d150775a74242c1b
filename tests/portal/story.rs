//! What was secret, and what was said to whom: in the end each secret is where it belongs, and nowhere else.

use std::path::Path;

use memchr::memmem;
use reqwest::Response;
use serde_json::Value;

use crate::member::Member;

/// In how many answers and letters a secret belongs.
#[derive(Clone, Copy)]
pub struct Places {
    pub answers: usize,
    pub letters: usize,
}

impl Places {
    pub const NOWHERE: Self = Self {
        answers: 0,
        letters: 0,
    };
    pub const ONE_ANSWER: Self = Self {
        answers: 1,
        letters: 0,
    };
    pub const ITS_LETTER: Self = Self {
        answers: 0,
        letters: 1,
    };
}

struct Secret {
    what: &'static str,
    /// As it is, and as people read it.
    spellings: Vec<String>,
    places: Places,
}

impl Secret {
    fn is_in(&self, text: &[u8]) -> bool {
        let digit = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_digit);
        self.spellings.iter().any(|spelling| {
            // A few digits in a longer number are no code.
            let is_code = spelling.bytes().all(|byte| byte.is_ascii_digit());
            memmem::find_iter(text, spelling.as_bytes())
                .any(|at| !is_code || !(digit(at.checked_sub(1)) || digit(Some(at + spelling.len()))))
        })
    }
}

/// Every secret that there was, every answer and every letter.
#[derive(Default)]
pub struct Story {
    secrets: Vec<Secret>,
    pub answers: Vec<(String, String)>,
    pub letters: Vec<(String, String)>,
}

impl Story {
    pub fn keep(&mut self, what: &'static str, secret: String, places: Places) {
        assert!(secret.len() >= 6, "{what}: {secret}");
        let in_groups = format!("{}-{}", &secret[..3], &secret[3..]);
        let spellings = match secret.len() {
            6 => vec![secret, in_groups],
            _ => vec![secret],
        };
        self.secrets.push(Secret {
            what,
            spellings,
            places,
        });
    }

    /// A code that is typed, and by then good for nothing.
    pub fn typed(&mut self, member: &Member<'_>) -> String {
        let code = member.app.code();
        self.keep("a code that was typed", code.clone(), Places::NOWHERE);
        code
    }

    pub async fn read(&mut self, response: Response) -> String {
        let place = format!("{} of {}", response.status(), response.url());
        let text = response.text().await.unwrap();
        self.answers.push((place, text.clone()));
        text
    }

    pub async fn read_json(&mut self, request: reqwest::RequestBuilder) -> Value {
        serde_json::from_str(&self.read(request.send().await.unwrap()).await).unwrap()
    }

    pub fn check_records(&self, records: &[(String, Vec<u8>)]) {
        for (name, bytes) in records {
            for secret in &self.secrets {
                let value = &secret.spellings[0];
                assert!(!secret.is_in(bytes), "{}, {value}, is in {name}", secret.what);
            }
        }
    }

    pub fn check_places(&self) {
        assert!(self.answers.len() > 40 && self.letters.len() > 4 && self.secrets.len() > 40);
        for secret in &self.secrets {
            let holding = |texts: &[(String, String)]| {
                let holding = texts.iter().filter(|(_, text)| secret.is_in(text.as_bytes()));
                holding.map(|(place, _)| place.clone()).collect::<Vec<_>>()
            };
            let (answers, letters) = (holding(&self.answers), holding(&self.letters));
            let what = format!("{}, {}", secret.what, secret.spellings[0]);
            assert_eq!(answers.len(), secret.places.answers, "{what}: {answers:?}");
            assert_eq!(letters.len(), secret.places.letters, "{what}: {letters:?}");
        }
    }
}

pub fn files_below(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
    found
}

/// From there on, as far as a word goes.
pub fn word_at(text: &str, start: &str) -> String {
    let at = text.find(start).unwrap_or_else(|| panic!("no {start} in {text}"));
    let end = |c: char| !(c.is_ascii_alphanumeric() || "_=".contains(c));
    text[at..].split(end).next().unwrap().to_owned()
}
