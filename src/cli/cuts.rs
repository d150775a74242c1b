//! Waits until the running gateways have followed a change, and says what they cut.

use serde::Serialize;

use crate::actions::Actions;
use crate::cli::words;
use crate::store::{CUTS_WITHIN, CutReport, Seq};

/// What became of a change in the running gateways.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Cuts {
    pub(super) cut: Vec<Cut>,
    /// How many gateways were running: with fewer entries in `cut`, one did not answer.
    pub(super) waited_for: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct Cut {
    node: String,
    count: u64,
    micros: u64,
}

pub(super) async fn cuts_after(actions: &Actions, seq: Seq) -> anyhow::Result<Cuts> {
    let cuts = actions.store.cuts_after(seq, actions.clock.now()).await?;
    Ok(Cuts {
        cut: cuts.reports.into_iter().map(Cut::from).collect(),
        waited_for: cuts.waited_for,
    })
}

impl From<CutReport> for Cut {
    fn from(report: CutReport) -> Self {
        let micros = u64::try_from(report.took.as_micros()).unwrap_or(u64::MAX);
        Self {
            node: report.node,
            count: report.count,
            micros,
        }
    }
}

impl Cuts {
    /// `3 requests cut in 4 ms`
    pub(super) fn in_words(&self) -> String {
        if self.waited_for == 0 && self.cut.is_empty() {
            return "no gateway is running, nothing to cut".to_owned();
        }
        let number: u64 = self.cut.iter().map(|cut| cut.count).sum();
        let slowest = self.cut.iter().map(|cut| cut.micros).max().unwrap_or(0);
        // Rounded up: nobody is told of a cut that took no time.
        let took = format!("{} ms", slowest.div_ceil(1000).max(1));
        match number {
            0 => format!("nothing was running, in force after {took}"),
            1 => format!("1 request cut in {took}"),
            several => format!("{several} requests cut in {took}"),
        }
    }

    /// A gateway that runs, or ran until a moment ago, did not say that it followed.
    pub(super) fn warning(&self) -> Option<String> {
        let missing = self.waited_for.saturating_sub(self.cut.len());
        (missing > 0).then(|| {
            format!(
                "{} did not say within {} ms that it followed; if it still runs, look at its log, or stop it",
                words::count(missing, "gateway"),
                CUTS_WITHIN.as_millis()
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cuts(reports: &[(u64, u64)], waited_for: usize) -> Cuts {
        let cut = reports.iter().map(|(count, micros)| Cut {
            node: "a".to_owned(),
            count: *count,
            micros: *micros,
        });
        Cuts {
            cut: cut.collect(),
            waited_for,
        }
    }

    #[test]
    fn a_cut_is_told_in_a_few_words() {
        for (cuts, words) in [
            (cuts(&[], 0), "no gateway is running, nothing to cut"),
            (cuts(&[(0, 3_400)], 1), "nothing was running, in force after 4 ms"),
            (cuts(&[(1, 200)], 1), "1 request cut in 1 ms"),
            (cuts(&[(2, 200), (1, 4_000)], 2), "3 requests cut in 4 ms"),
        ] {
            assert_eq!(cuts.in_words(), words);
            assert_eq!(cuts.warning(), None);
        }
        assert!(
            cuts(&[(1, 200)], 2)
                .warning()
                .unwrap()
                .starts_with("1 gateway did not say")
        );
    }
}
