//! `gatepass schema`: the config's shape, for editors.

use super::{Outcome, output};

pub(super) fn schema() -> anyhow::Result<Outcome> {
    output::print(&crate::config::schema())?;
    Ok(Outcome::Done)
}
