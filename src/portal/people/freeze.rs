//! The emergency brake in a mail: looking does nothing, pressing pauses one grant, and nothing else.

use axum::extract::Path;
use http::StatusCode;

use super::visit::{Page, Visit, is_live};
use crate::actions::account::Freezing;
use crate::portal::pages::{FreezePage, FrozenPage, MessageKind, Template};

pub(super) async fn show(Path(secret): Path<String>, visit: Visit) -> Page {
    let grant = visit.desk.actions.frozen_by(&secret).await;
    let grant = grant.map_err(visit.on_trouble())?;
    let Some(grant) = grant.filter(|grant| is_live(grant, visit.desk.now())) else {
        return Err(visit.message(MessageKind::FreezeOver));
    };
    let page = FreezePage {
        frame: visit.bare_frame(),
        action: visit.path_and_query.clone(),
        site: grant.site.to_string(),
        agent: grant.agent.name,
        expires_at: grant.validity.expires_at,
    };
    Ok(visit.page(StatusCode::OK, page.render()))
}

pub(super) async fn freeze(Path(secret): Path<String>, visit: Visit) -> Page {
    visit.check_form()?;
    let frozen = visit.desk.actions.freeze(&secret, &visit.client).await;
    match frozen.map_err(visit.on_trouble())? {
        Freezing::Paused(changed) => {
            if let Some(seq) = changed.seq {
                visit.desk.feed.caught_up_with(seq).await;
            }
            let page = FrozenPage {
                frame: visit.bare_frame(),
                site: changed.grant.site.to_string(),
                agent: changed.grant.agent.name,
            };
            Ok(visit.page(StatusCode::OK, page.render()))
        }
        Freezing::WasOver(_) | Freezing::NoLink => Err(visit.message(MessageKind::FreezeOver)),
    }
}
