//! The list of contacts, sorted and paged, and one contact with notes and invoices.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::super::failure::Failure;
use super::super::memory::Crm;
use super::super::params::Params;
use super::super::records::{Contact, InvoiceRow, RecordId};
use super::super::shell::{self, Pages, Section, Shell};
use super::super::viewer::Viewer;

const PAGE: usize = 8;

#[derive(Template)]
#[template(path = "crm/contacts.html")]
struct ContactsPage {
    shell: Shell,
    contacts: Vec<Contact>,
    columns: Vec<Heading>,
    pages: Pages,
}

#[derive(Template)]
#[template(path = "crm/contact.html")]
struct ContactPage {
    shell: Shell,
    contact: Contact,
    invoices: Vec<InvoiceRow>,
    messages: usize,
    conversations: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    Company,
    City,
    Stage,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Ascending,
    Descending,
}

/// A column's heading: what a click on it asks for, and how it is sorted now (as `aria-sort` says it).
struct Heading {
    label: &'static str,
    href: String,
    sorted: &'static str,
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

pub(crate) fn list_page(crm: &Crm, viewer: Viewer, params: &Params) -> Result<Response, Failure> {
    let (column, order) = (Column::asked(params)?, Order::asked(params)?);
    let mut contacts = crm.read().contacts.clone();
    contacts.sort_by_key(|contact| column.key(contact));
    if order == Order::Descending {
        contacts.reverse();
    }
    let query = format!("sort={}&order={}&", column.word(), order.word());
    let pages = Pages::new(params.page()?, PAGE, contacts.len(), query);
    shell::show(&ContactsPage {
        shell: Shell::new(viewer, Section::Contacts, params),
        contacts: pages.of(contacts),
        columns: Column::ALL
            .into_iter()
            .map(|heading| Heading::new(heading, column, order))
            .collect(),
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
    let contact = records.contact(id)?.clone();
    shell::show(&ContactPage {
        shell: Shell::new(viewer, Section::Contacts, params),
        invoices: records
            .invoice_rows(crm.today())
            .into_iter()
            .filter(|row| row.customer.id == id)
            .collect(),
        messages: records
            .messages
            .iter()
            .filter(|message| message.contact == id)
            .count(),
        conversations: records
            .conversations
            .iter()
            .filter(|talk| talk.contact == id)
            .count(),
        contact,
    })
}

impl Column {
    const ALL: [Self; 4] = [Self::Name, Self::Company, Self::City, Self::Stage];

    fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Company => "company",
            Self::City => "city",
            Self::Stage => "stage",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Company => "Company",
            Self::City => "City",
            Self::Stage => "Stage",
        }
    }

    fn asked(params: &Params) -> Result<Self, Failure> {
        let word = params.get("sort").unwrap_or("name");
        let known = Self::ALL.into_iter().find(|column| column.word() == word);
        known.ok_or_else(|| Failure::Invalid("`sort` must be name, company, city or stage".into()))
    }

    fn key(self, contact: &Contact) -> (String, String) {
        let first = match self {
            Self::Name => &contact.name,
            Self::Company => &contact.company,
            Self::City => &contact.city,
            Self::Stage => contact.stage.label(),
        };
        (first.to_lowercase(), contact.name.to_lowercase())
    }
}

impl Order {
    fn word(self) -> &'static str {
        match self {
            Self::Ascending => "asc",
            Self::Descending => "desc",
        }
    }

    fn asked(params: &Params) -> Result<Self, Failure> {
        match params.get("order") {
            None | Some("asc") => Ok(Self::Ascending),
            Some("desc") => Ok(Self::Descending),
            Some(_) => Err(Failure::Invalid("`order` must be asc or desc".into())),
        }
    }
}

impl Heading {
    fn new(column: Column, sorted_by: Column, order: Order) -> Self {
        let (next, sorted) = match (column == sorted_by, order) {
            (false, _) => (Order::Ascending, "none"),
            (true, Order::Ascending) => (Order::Descending, "ascending"),
            (true, Order::Descending) => (Order::Ascending, "descending"),
        };
        let href = format!("/contacts?sort={}&order={}", column.word(), next.word());
        Self {
            label: column.label(),
            href,
            sorted,
        }
    }
}
