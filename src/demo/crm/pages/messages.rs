//! The mailbox, and one message.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::super::failure::Failure;
use super::super::memory::Crm;
use super::super::params::Params;
use super::super::records::{Message, Party, RecordId, Way};
use super::super::shell::{self, Section, Shell};
use super::super::viewer::Viewer;

#[derive(Template)]
#[template(path = "crm/messages.html")]
struct MessagesPage {
    shell: Shell,
    messages: Vec<(Message, Party)>,
    /// Shown alone when the list is narrowed to one contact.
    only: Option<Party>,
}

#[derive(Template)]
#[template(path = "crm/message.html")]
struct MessagePage {
    shell: Shell,
    message: Message,
    party: Party,
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
    let records = crm.read();
    let contact = params.id("contact").transpose()?;
    let mut messages: Vec<_> = records
        .messages
        .iter()
        .filter(|message| contact.is_none_or(|id| message.contact == id))
        .map(|message| (message.clone(), records.party(message.contact)))
        .collect();
    messages.sort_by_key(|(message, _)| std::cmp::Reverse(message.at));
    shell::show(&MessagesPage {
        shell: Shell::new(viewer, Section::Messages, params),
        messages,
        only: contact.map(|id| records.party(id)),
    })
}

pub(crate) fn one_page(
    crm: &Crm,
    id: RecordId,
    viewer: Viewer,
    params: &Params,
) -> Result<Response, Failure> {
    let records = crm.read();
    let message = records.message(id)?.clone();
    let party = records.party(message.contact);
    shell::show(&MessagePage {
        shell: Shell::new(viewer, Section::Messages, params),
        message,
        party,
    })
}
