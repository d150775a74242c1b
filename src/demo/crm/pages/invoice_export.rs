//! All invoices as CSV (RFC 4180), streamed a row at a time.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;

use super::super::deliver::attachment;
use super::super::memory::Crm;
use super::super::records::InvoiceRow;

pub(crate) async fn csv(State(crm): State<Arc<Crm>>) -> Response {
    let rows = crm.read().invoice_rows(crm.today());
    let heading = "number,customer,subject,issued,due,status,currency,total\r\n".to_owned();
    let lines = std::iter::once(heading).chain(rows.into_iter().map(|row| line(&row)));
    let body = Body::from_stream(stream::iter(
        lines.map(|line| Ok::<_, Infallible>(Bytes::from(line))),
    ));
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, attachment("invoices.csv")),
    ];
    (headers, body).into_response()
}

fn line(row: &InvoiceRow) -> String {
    let cells = [
        &row.number,
        &row.customer.company,
        &row.subject,
        &row.issued.to_string(),
        &row.due.to_string(),
        row.status.key(),
        row.currency,
        &row.total.plain(),
    ];
    format!("{}\r\n", cells.map(cell).join(","))
}

/// Quoted where needed. A leading `=`, `+`, `-` or `@` is defused: spreadsheets would run it as a formula.
fn cell(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@', '\t']) {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_are_quoted_and_formulas_defused() {
        assert_eq!(cell("plain"), "plain");
        assert_eq!(cell("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(cell("=1+1"), "'=1+1");
    }
}
