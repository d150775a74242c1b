//! `/app?module=…&record=…`: one address for all pages, as PHP applications have it. Query and posted form
//! are one set of parameters, and the form wins.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::super::failure::Failure;
use super::super::memory::Crm;
use super::super::params::{Params, Posted};
use super::super::viewer::Viewer;
use super::{contacts, conversations, dashboard, invoices, messages};

pub(crate) async fn asked(
    State(crm): State<Arc<Crm>>,
    viewer: Viewer,
    params: Params,
) -> Result<Response, Failure> {
    page(&crm, viewer, &params)
}

pub(crate) async fn posted(
    State(crm): State<Arc<Crm>>,
    viewer: Viewer,
    params: Params,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    page(&crm, viewer, &params.merged_with(form))
}

fn page(crm: &Crm, viewer: Viewer, params: &Params) -> Result<Response, Failure> {
    let record = params.id("record").transpose()?;
    match (params.get("module").unwrap_or("Home"), record) {
        ("Home", _) => dashboard::page(crm, viewer, params),
        ("Contacts", None) => contacts::list_page(crm, viewer, params),
        ("Contacts", Some(id)) => contacts::one_page(crm, id, viewer, params),
        ("Invoices", None) => invoices::list_page(crm, viewer, params),
        ("Invoices", Some(id)) => invoices::one_page(crm, id, viewer, params),
        ("Messages", None) => messages::list_page(crm, viewer, params),
        ("Messages", Some(id)) => messages::one_page(crm, id, viewer, params),
        ("Conversations", None) => conversations::list_page(crm, viewer, params),
        ("Conversations", Some(id)) => conversations::one_page(crm, id, viewer, params),
        _ => Err(Failure::NotFound("module")),
    }
}
