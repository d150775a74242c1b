//! What the parts of an access decision cost: `cargo bench`, or `cargo bench -- decide` for one of them.
//!
//! Times differ from machine to machine; the ratios, to something that everybody knows and that ran a moment before,
//! hardly do.

#![expect(clippy::unwrap_used, reason = "a bench may stop at the first surprise")]

mod canonical;
mod decide;
mod lookup;
mod meter;
mod record;
mod site;

fn main() {
    // What cargo itself passes on, such as `--bench`, names no part.
    let asked: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let parts: [(&str, fn()); 4] = [
        ("decide", decide::bench),
        ("canonical", canonical::bench),
        ("lookup", lookup::bench),
        ("record", record::bench),
    ];
    for (name, bench) in parts {
        if asked.is_empty() || asked.iter().any(|word| name.contains(word.as_str())) {
            bench();
            println!();
        }
    }
}
