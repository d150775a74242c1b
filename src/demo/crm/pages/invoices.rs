//! The list of invoices, one invoice, and its PDF.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;

use super::super::deliver::Document;
use super::super::failure::Failure;
use super::super::memory::Crm;
use super::super::params::Params;
use super::super::pdf;
use super::super::records::{Contact, Invoice, InvoiceRow, InvoiceStatus, Payment, RecordId};
use super::super::shell::{self, Pages, Section, Shell};
use super::super::viewer::Viewer;

const PAGE: usize = 10;

#[derive(Template)]
#[template(path = "crm/invoices.html")]
struct InvoicesPage {
    shell: Shell,
    invoices: Vec<InvoiceRow>,
    status: Option<InvoiceStatus>,
    pages: Pages,
}

#[derive(Template)]
#[template(path = "crm/invoice.html")]
struct InvoicePage {
    shell: Shell,
    invoice: Invoice,
    status: InvoiceStatus,
    contact: Contact,
}

impl InvoicesPage {
    fn statuses(&self) -> [InvoiceStatus; 4] {
        InvoiceStatus::ALL
    }

    fn chosen(&self, status: &InvoiceStatus) -> bool {
        self.status == Some(*status)
    }
}

impl InvoicePage {
    fn paid_on(&self) -> Option<String> {
        match self.invoice.payment {
            Payment::Paid { on } => Some(shell::day(&on)),
            Payment::Draft | Payment::Due => None,
        }
    }
}

pub(crate) async fn list(
    State(crm): State<Arc<Crm>>,
    viewer: Viewer,
    params: Params,
) -> Result<Response, Failure> {
    list_page(&crm, viewer, &params)
}

pub(crate) async fn one(
    State(crm): State<Arc<Crm>>,
    id: RecordId,
    viewer: Viewer,
    params: Params,
) -> Result<Response, Failure> {
    one_page(&crm, id, viewer, &params)
}

pub(crate) async fn download(
    State(crm): State<Arc<Crm>>,
    id: RecordId,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let records = crm.read();
    let invoice = records.invoice(id)?;
    let document = Document {
        name: format!("{}.pdf", invoice.number),
        content_type: "application/pdf".into(),
        bytes: pdf::invoice(invoice, records.contact(invoice.contact)?),
    };
    document.deliver(&method, &headers)
}

pub(crate) fn list_page(crm: &Crm, viewer: Viewer, params: &Params) -> Result<Response, Failure> {
    let status = asked_status(params)?;
    let mut invoices = crm.read().invoice_rows(crm.today());
    invoices.retain(|invoice| status.is_none_or(|status| invoice.status == status));
    let query = status
        .map(|status| format!("status={}&", status.key()))
        .unwrap_or_default();
    let pages = Pages::new(params.page()?, PAGE, invoices.len(), query);
    shell::show(&InvoicesPage {
        shell: Shell::new(viewer, Section::Invoices, params),
        invoices: pages.of(invoices),
        status,
        pages,
    })
}

pub(crate) fn one_page(
    crm: &Crm,
    id: RecordId,
    viewer: Viewer,
    params: &Params,
) -> Result<Response, Failure> {
    let records = crm.read();
    let invoice = records.invoice(id)?.clone();
    let contact = records.contact(invoice.contact)?.clone();
    let status = invoice.status(crm.today());
    shell::show(&InvoicePage {
        shell: Shell::new(viewer, Section::Invoices, params),
        invoice,
        status,
        contact,
    })
}

fn asked_status(params: &Params) -> Result<Option<InvoiceStatus>, Failure> {
    let Some(key) = params.get("status").filter(|key| !key.is_empty()) else {
        return Ok(None);
    };
    match InvoiceStatus::ALL.into_iter().find(|status| status.key() == key) {
        Some(status) => Ok(Some(status)),
        None => Err(Failure::Invalid(
            "`status` must be draft, open, overdue or paid".into(),
        )),
    }
}
