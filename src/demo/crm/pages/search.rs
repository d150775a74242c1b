//! The search page.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::super::failure::Failure;
use super::super::memory::Crm;
use super::super::params::Params;
use super::super::search::{Hit, Within, search};
use super::super::shell::{self, Section, Shell};
use super::super::viewer::Viewer;

#[derive(Template)]
#[template(path = "crm/search.html")]
struct SearchPage {
    shell: Shell,
    hits: Vec<Hit>,
    within: Within,
}

impl SearchPage {
    fn places(&self) -> [Within; 5] {
        Within::ALL
    }
}

pub(crate) async fn show(
    State(crm): State<Arc<Crm>>,
    viewer: Viewer,
    params: Params,
) -> Result<Response, Failure> {
    let within = Within::asked(&params)?;
    let hits = search(&crm.read(), params.get("q").unwrap_or_default(), within);
    shell::show(&SearchPage {
        shell: Shell::new(viewer, Section::Elsewhere, &params),
        hits,
        within,
    })
}
