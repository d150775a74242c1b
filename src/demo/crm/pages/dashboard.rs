//! The first page: counts, the phones and the warehouse live, what to do next.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::super::failure::Failure;
use super::super::live::pulse::{self, Board};
use super::super::memory::Crm;
use super::super::money::Money;
use super::super::params::Params;
use super::super::records::{Contact, InvoiceRow, InvoiceStatus, Stage};
use super::super::shell::{self, Section, Shell};
use super::super::viewer::Viewer;

/// Rows of the short lists.
const ROWS: usize = 5;

#[derive(Template)]
#[template(path = "crm/dashboard.html")]
struct DashboardPage {
    shell: Shell,
    contacts: usize,
    customers: usize,
    open: usize,
    open_sum: Money,
    overdue: usize,
    overdue_sum: Money,
    unread: usize,
    conversations: usize,
    board: Board,
    invoices: Vec<InvoiceRow>,
    next_steps: Vec<Contact>,
}

pub(crate) async fn show(
    State(crm): State<Arc<Crm>>,
    viewer: Viewer,
    params: Params,
) -> Result<Response, Failure> {
    page(&crm, viewer, &params)
}

pub(crate) fn page(crm: &Crm, viewer: Viewer, params: &Params) -> Result<Response, Failure> {
    let records = crm.read();
    let rows = records.invoice_rows(crm.today());
    let (open, open_sum) = standing(&rows, InvoiceStatus::Open);
    let (overdue, overdue_sum) = standing(&rows, InvoiceStatus::Overdue);
    let mut next_steps = records.contacts.clone();
    next_steps.sort_by_key(|contact| std::cmp::Reverse(contact.changed_at));
    next_steps.truncate(ROWS);
    shell::show(&DashboardPage {
        shell: Shell::new(viewer, Section::Dashboard, params),
        contacts: records.contacts.len(),
        customers: records
            .contacts
            .iter()
            .filter(|contact| contact.stage == Stage::Customer)
            .count(),
        open,
        open_sum,
        overdue,
        overdue_sum,
        unread: records.messages.iter().filter(|message| message.unread).count(),
        conversations: records.conversations.len(),
        board: pulse::board(pulse::second(crm.now())),
        invoices: rows.into_iter().take(ROWS).collect(),
        next_steps,
    })
}

fn standing(rows: &[InvoiceRow], status: InvoiceStatus) -> (usize, Money) {
    let matching = || rows.iter().filter(|row| row.status == status);
    (matching().count(), matching().map(|row| row.total).sum())
}
