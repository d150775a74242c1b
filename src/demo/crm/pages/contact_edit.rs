//! The form that changes a contact; what is wrong is said beside its field, and nothing typed is lost.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::super::failure::Failure;
use super::super::form;
use super::super::memory::{ContactChange, Crm};
use super::super::params::{Params, Posted};
use super::super::records::{Contact, RecordId, Stage};
use super::super::shell::{self, Section, Shell};
use super::super::viewer::Viewer;

#[derive(Template)]
#[template(path = "crm/contact_edit.html")]
struct EditPage {
    shell: Shell,
    id: RecordId,
    name: String,
    fields: Vec<Field>,
    stage: Stage,
    wrong: usize,
}

/// One line of the form.
struct Field {
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    value: String,
    need: Need,
    problem: Option<&'static str>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    Required,
    Optional,
}

impl EditPage {
    fn stages(&self) -> [Stage; 4] {
        Stage::ALL
    }
}

impl Field {
    fn required(&self) -> bool {
        self.need == Need::Required
    }

    fn check(&mut self) {
        let length = self.value.chars().count();
        self.problem = if length > form::LINE {
            Some("Keep it under 120 characters.")
        } else if length == 0 && self.required() {
            Some("This is needed.")
        } else if self.kind == "email"
            && !self
                .value
                .split_once('@')
                .is_some_and(|(a, b)| !a.is_empty() && b.contains('.'))
        {
            Some("Write an address such as name@company.example.")
        } else {
            None
        };
    }
}

pub(crate) async fn form(
    State(crm): State<Arc<Crm>>,
    id: RecordId,
    viewer: Viewer,
    params: Params,
) -> Result<Response, Failure> {
    let contact = crm.read().contact(id)?.clone();
    let (fields, stage) = (fields(&contact), contact.stage);
    let shell = Shell::new(viewer, Section::Contacts, &params);
    shell::show(&EditPage {
        shell,
        id,
        name: contact.name,
        fields,
        stage,
        wrong: 0,
    })
}

pub(crate) async fn save(
    State(crm): State<Arc<Crm>>,
    id: RecordId,
    viewer: Viewer,
    params: Params,
    Posted(typed): Posted,
) -> Result<Response, Failure> {
    let contact = crm.read().contact(id)?.clone();
    let mut fields = fields(&contact);
    for field in &mut fields {
        field.value = typed.get(field.name).unwrap_or_default().trim().to_owned();
        field.check();
    }
    let stage = typed.get("stage").and_then(Stage::parse).unwrap_or(contact.stage);
    let wrong = fields.iter().filter(|field| field.problem.is_some()).count();
    if wrong > 0 {
        let shell = Shell::new(viewer, Section::Contacts, &params);
        let page = shell::show(&EditPage {
            shell,
            id,
            name: contact.name,
            fields,
            stage,
            wrong,
        })?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let value = |name| {
        fields
            .iter()
            .find(|field| field.name == name)
            .map(|field| field.value.clone())
            .unwrap_or_default()
    };
    let change = ContactChange {
        name: value("name"),
        role: value("role"),
        company: value("company"),
        email: value("email"),
        phone: value("phone"),
        city: value("city"),
        stage,
        next_step: value("next_step"),
    };
    crm.change_contact(id, change, viewer.presence.signature())?;
    Ok(Redirect::to(&format!("/contacts/{id}?notice=saved")).into_response())
}

fn fields(contact: &Contact) -> Vec<Field> {
    let field = |name, label, kind, value: &String, need| Field {
        name,
        label,
        kind,
        value: value.clone(),
        need,
        problem: None,
    };
    vec![
        field("name", "Name", "text", &contact.name, Need::Required),
        field("role", "Role", "text", &contact.role, Need::Optional),
        field("company", "Company", "text", &contact.company, Need::Required),
        field("email", "E-mail", "email", &contact.email, Need::Required),
        field("phone", "Phone", "tel", &contact.phone, Need::Optional),
        field("city", "City", "text", &contact.city, Need::Optional),
        field(
            "next_step",
            "Next step",
            "text",
            &contact.next_step,
            Need::Optional,
        ),
    ]
}
