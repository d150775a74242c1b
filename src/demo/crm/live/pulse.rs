//! What the phones and the warehouse do at a given second, out of nothing but that second.

use jiff::Timestamp;
use serde::Serialize;

const COLLEAGUES: [&str; 4] = ["Ann", "Tom", "Ifeoma", "Marek"];
const COMPANIES: [&str; 9] = [
    "Larkfield Dental",
    "Nordhaven Software",
    "Saltmarsh Brewing Co.",
    "St Brannock's School",
    "Brightwater Labs",
    "Fernie & Glass Solicitors",
    "Larch & Lime Media",
    "Meridian Architects",
    "The Copper Kettle Hotel",
];
const PRODUCTS: [&str; 7] = [
    "Oak acoustic booth",
    "Desk, 160 cm",
    "Conference chair",
    "Lounge chair, moss",
    "Bedside table",
    "Alcove seat",
    "Planter wall, 2 m",
];
const STEPS: [&str; 5] = [
    "picked",
    "packed",
    "loaded for Bristol",
    "loaded for York",
    "back in stock",
];

/// The phones, as one frame of the WebSocket.
#[derive(Serialize)]
pub(in super::super) struct Board {
    #[serde(rename = "type")]
    kind: &'static str,
    pub tick: u64,
    pub waiting: u64,
    pub calls: Vec<Call>,
}

#[derive(Serialize)]
pub(in super::super) struct Call {
    pub line: u64,
    pub colleague: &'static str,
    pub with: &'static str,
    pub state: &'static str,
    pub seconds: u64,
}

impl Call {
    /// `3:07`
    pub(crate) fn clock(&self) -> String {
        format!("{}:{:02}", self.seconds / 60, self.seconds % 60)
    }
}

/// The warehouse, as one server-sent event.
#[derive(Serialize)]
pub(super) struct Movement {
    pub text: String,
    pub at: Timestamp,
}

pub(in super::super) fn second(now: Timestamp) -> u64 {
    u64::try_from(now.as_second()).unwrap_or(0)
}

pub(in super::super) fn board(second: u64) -> Board {
    let calls = (1..)
        .zip(COLLEAGUES)
        .map(|(line, colleague)| call(line, colleague, second))
        .collect();
    Board {
        kind: "board",
        tick: second,
        waiting: second / 11 % 4,
        calls,
    }
}

/// Each line repeats: ringing, talking, writing it up, free; each with its own length.
fn call(line: u64, colleague: &'static str, second: u64) -> Call {
    let period = 83 + line * 37;
    let (round, into) = (second / period, second % period);
    let writing_up = period - 24;
    let (state, since) = match into {
        0..6 => ("ringing", 0),
        6.. if into < writing_up => ("talking", 6),
        6.. if into < period - 9 => ("writing up", writing_up),
        _ => ("free", period - 9),
    };
    let with = if state == "free" {
        ""
    } else {
        pick(&COMPANIES, round * 5 + line * 2)
    };
    Call {
        line,
        colleague,
        with,
        state,
        seconds: into - since,
    }
}

pub(super) fn movement(second: u64, at: Timestamp) -> Movement {
    let mixed = second.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 24;
    let text = format!(
        "{} × {} {}",
        mixed % 6 + 1,
        pick(&PRODUCTS, mixed / 6),
        pick(&STEPS, mixed / 97)
    );
    Movement { text, at }
}

fn pick(list: &[&'static str], number: u64) -> &'static str {
    let place = usize::try_from(number % (list.len().max(1) as u64)).unwrap_or(0);
    list.get(place).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::board;

    #[test]
    fn every_line_is_at_some_time_free_and_at_some_time_talking() {
        for state in ["ringing", "talking", "writing up", "free"] {
            for line in 0..4 {
                assert!(
                    (0..400).any(|second| board(second).calls[line].state == state),
                    "{line} {state}"
                );
            }
        }
    }
}
