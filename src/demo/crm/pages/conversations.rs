//! The list of conversations, one conversation, and replies to it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::super::failure::Failure;
use super::super::form;
use super::super::memory::Crm;
use super::super::params::{Params, Posted};
use super::super::records::{Conversation, Party, RecordId, Side};
use super::super::shell::{self, Section, Shell};
use super::super::viewer::Viewer;

#[derive(Template)]
#[template(path = "crm/conversations.html")]
struct ConversationsPage {
    shell: Shell,
    conversations: Vec<(Conversation, Party)>,
    /// Shown alone when the list is narrowed to one contact.
    only: Option<Party>,
}

#[derive(Template)]
#[template(path = "crm/conversation.html")]
struct ConversationPage {
    shell: Shell,
    conversation: Conversation,
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

pub(crate) async fn reply(
    State(crm): State<Arc<Crm>>,
    id: RecordId,
    viewer: Viewer,
    Posted(typed): Posted,
) -> Result<Response, Failure> {
    let text = form::text(typed.get("text"), form::TEXT)?;
    crm.reply(id, text, viewer.presence.signature())?;
    Ok(Redirect::to(&format!("/conversations/{id}?notice=sent#latest")).into_response())
}

pub(crate) fn list_page(crm: &Crm, viewer: Viewer, params: &Params) -> Result<Response, Failure> {
    let records = crm.read();
    let contact = params.id("contact").transpose()?;
    let mut conversations: Vec<_> = records
        .conversations
        .iter()
        .filter(|talk| contact.is_none_or(|id| talk.contact == id))
        .map(|talk| (talk.clone(), records.party(talk.contact)))
        .collect();
    conversations.sort_by_key(|(talk, _)| std::cmp::Reverse(talk.last().map(|entry| entry.at)));
    shell::show(&ConversationsPage {
        shell: Shell::new(viewer, Section::Conversations, params),
        conversations,
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
    let conversation = records.conversation(id)?.clone();
    let party = records.party(conversation.contact);
    shell::show(&ConversationPage {
        shell: Shell::new(viewer, Section::Conversations, params),
        conversation,
        party,
    })
}
