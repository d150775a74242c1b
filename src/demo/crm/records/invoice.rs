//! What was sold, and whether it is paid.

use jiff::civil::Date;
use serde::Serialize;

use super::super::money::Money;
use super::{Party, RecordId};

#[derive(Clone)]
pub(in super::super) struct Invoice {
    pub id: RecordId,
    pub number: String,
    pub contact: RecordId,
    pub subject: String,
    pub issued: Date,
    pub due: Date,
    pub payment: Payment,
    pub lines: Vec<Line>,
}

#[derive(Clone)]
pub(in super::super) struct Line {
    pub what: String,
    pub quantity: u32,
    pub price: Money,
}

impl Line {
    pub(crate) fn amount(&self) -> Money {
        self.price.times(self.quantity)
    }
}

#[derive(Clone, Copy)]
pub(in super::super) enum Payment {
    Draft,
    Due,
    Paid { on: Date },
}

/// How an invoice stands on a given day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(in super::super) enum InvoiceStatus {
    Draft,
    Open,
    Overdue,
    Paid,
}

impl InvoiceStatus {
    pub(crate) const ALL: [Self; 4] = [Self::Draft, Self::Open, Self::Overdue, Self::Paid];

    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Open => "Open",
            Self::Overdue => "Overdue",
            Self::Paid => "Paid",
        }
    }

    /// Its word in addresses and class names.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Overdue => "overdue",
            Self::Paid => "paid",
        }
    }
}

impl Invoice {
    pub(crate) fn net(&self) -> Money {
        self.lines.iter().map(Line::amount).sum()
    }

    pub(crate) fn vat(&self) -> Money {
        self.net().vat()
    }

    pub(crate) fn total(&self) -> Money {
        [self.net(), self.vat()].into_iter().sum()
    }

    pub(crate) fn status(&self, today: Date) -> InvoiceStatus {
        match self.payment {
            Payment::Draft => InvoiceStatus::Draft,
            Payment::Paid { .. } => InvoiceStatus::Paid,
            Payment::Due if self.due < today => InvoiceStatus::Overdue,
            Payment::Due => InvoiceStatus::Open,
        }
    }
}

/// An invoice as lists and the API show it.
#[derive(Serialize)]
pub(in super::super) struct InvoiceRow {
    pub id: RecordId,
    pub number: String,
    pub customer: Party,
    pub subject: String,
    pub issued: Date,
    pub due: Date,
    pub status: InvoiceStatus,
    pub currency: &'static str,
    pub total: Money,
}

impl InvoiceRow {
    pub(crate) fn new(invoice: &Invoice, customer: Party, today: Date) -> Self {
        Self {
            id: invoice.id,
            number: invoice.number.clone(),
            customer,
            subject: invoice.subject.clone(),
            issued: invoice.issued,
            due: invoice.due,
            status: invoice.status(today),
            currency: "GBP",
            total: invoice.total(),
        }
    }
}
