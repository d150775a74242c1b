//! A failure as a page. It must not fail itself, so plain text stands in for a broken template.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};

use super::super::failure::Failure;
use super::super::params::Params;
use super::super::shell::{Section, Shell};
use super::super::viewer::Viewer;

#[derive(Template)]
#[template(path = "crm/error.html")]
struct ErrorPage {
    shell: Shell,
    status: u16,
    title: &'static str,
    message: String,
}

pub(crate) fn page(viewer: Viewer, failure: &Failure) -> Response {
    let message = failure.message();
    let page = ErrorPage {
        shell: Shell::new(viewer, Section::Elsewhere, &Params::default()),
        status: failure.status().as_u16(),
        title: title(failure),
        message: capitalised(&message),
    };
    page.render()
        .map_or_else(|_| message.into_response(), |html| Html(html).into_response())
}

fn title(failure: &Failure) -> &'static str {
    match failure {
        Failure::NotFound(_) => "Not found",
        Failure::WrongMethod => "That does not work here",
        Failure::Invalid(_) | Failure::WrongType(_) => "That could not be read",
        Failure::TooLarge => "Too large",
        Failure::Full(_) => "No more room",
        Failure::Broken => "Something broke",
    }
}

fn capitalised(sentence: &str) -> String {
    let mut rest = sentence.chars();
    rest.next().map_or_else(String::new, |first| {
        format!("{}{}.", first.to_ascii_uppercase(), rest.as_str())
    })
}
