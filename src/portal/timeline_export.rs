//! The timeline as a table that spreadsheets open (RFC 4180).

use super::timeline::Event;
use crate::audit::{Actor, DecisionVerdict};

const HEAD: &str = "at,kind,grant,what,result,path,parts,from,code";

pub(super) fn csv(events: &[Event]) -> String {
    let mut table = format!("{HEAD}\r\n");
    for event in events {
        let fields = fields(event);
        let quoted: Vec<String> = fields.iter().map(|field| quoted(field)).collect();
        table.push_str(&quoted.join(","));
        table.push_str("\r\n");
    }
    table
}

fn fields(event: &Event) -> [String; 9] {
    let grant = event.grant().map(|id| id.to_string()).unwrap_or_default();
    let (what, result, path, parts, from, code) = match event {
        Event::Change(change) => {
            let from = match &change.event.actor {
                Actor::Agent { ip, .. } | Actor::Account { ip, .. } | Actor::RoomGuest { ip, .. } => {
                    ip.to_string()
                }
                Actor::CommandLine { os_user } => os_user.clone(),
                Actor::System => "gateway".to_owned(),
            };
            let what = change.event.action.code().to_owned();
            (
                what,
                String::new(),
                String::new(),
                String::new(),
                from,
                String::new(),
            )
        }
        Event::Decision(decision) => {
            let verdict = match decision.verdict {
                DecisionVerdict::Forward => "shown",
                DecisionVerdict::Challenge => "code asked",
                DecisionVerdict::Refuse => "blocked",
            };
            let result = match &decision.reason {
                Some(reason) => format!("{verdict}: {reason}"),
                None => verdict.to_owned(),
            };
            let query = decision.query.as_ref().map(|query| format!("?{query}"));
            let path = decision.path.clone() + query.as_deref().unwrap_or_default();
            (
                decision.method.clone(),
                result,
                path,
                decision.scopes.join(" "),
                decision.ip.to_string(),
                decision.code.to_string(),
            )
        }
    };
    let at = event.at().to_string();
    let kind = event.kind().as_str().to_owned();
    [at, kind, grant, what, result, path, parts, from, code]
}

/// What a spreadsheet would take for a formula is kept from being one (OWASP, CSV injection).
fn quoted(field: &str) -> String {
    let harmless = if field.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{field}")
    } else {
        field.to_owned()
    };
    format!("\"{}\"", harmless.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_stays_a_field_and_no_formula() {
        assert_eq!(quoted("a,b \"c\""), "\"a,b \"\"c\"\"\"");
        assert_eq!(quoted("=HYPERLINK(1)"), "\"'=HYPERLINK(1)\"");
        assert_eq!(quoted("2026-11-20"), "\"2026-11-20\"");
    }
}
