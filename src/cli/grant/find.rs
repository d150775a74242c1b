//! Finds the grant that somebody means.

use std::sync::Arc;

use anyhow::anyhow;

use crate::access::Grant;
use crate::store::Store;

/// By id, by user name, or by the beginning of its id when no other begins like that.
pub(in crate::cli) async fn find_grant(store: &Store, asked: &str) -> anyhow::Result<Arc<Grant>> {
    choose(&store.grants().await?, asked)
}

fn choose(grants: &[Arc<Grant>], asked: &str) -> anyhow::Result<Arc<Grant>> {
    let exact = grants
        .iter()
        .find(|grant| grant.user_name == asked || grant.id.to_string() == asked);
    if let Some(grant) = exact {
        return Ok(grant.clone());
    }
    let begins = |grant: &&Arc<Grant>| !asked.is_empty() && grant.id.to_string().starts_with(asked);
    let candidates: Vec<&Arc<Grant>> = grants.iter().filter(begins).collect();
    match candidates.as_slice() {
        [] => Err(anyhow!(
            "there is no grant `{asked}`; `gatepass grant list` shows all"
        )),
        [only] => Ok(Arc::clone(only)),
        several => {
            let names: Vec<String> = several
                .iter()
                .map(|it| format!("{} ({})", it.id, it.user_name))
                .collect();
            Err(anyhow!(
                "`{asked}` could be {}; write more of the id",
                names.join(" or ")
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::GrantId;
    use crate::cli::tests::a_grant;

    fn grants() -> Vec<Arc<Grant>> {
        let grant = |byte: u8, user_name: &str| {
            let id = GrantId::from_bytes([byte; 16]);
            Arc::new(Grant {
                id,
                user_name: user_name.to_owned(),
                ..a_grant()
            })
        };
        vec![grant(0, "ann.k7q4"), grant(1, "bob.m2x9")]
    }

    #[test]
    fn a_grant_is_found_by_id_user_name_or_beginning() {
        let grants = grants();
        let id = GrantId::from_bytes([1; 16]).to_string();
        for asked in [id.as_str(), &id[..3], "bob.m2x9"] {
            assert_eq!(choose(&grants, asked).unwrap().user_name, "bob.m2x9", "{asked}");
        }
    }

    #[test]
    fn what_could_be_several_grants_or_none_is_said() {
        let grants = grants();
        let said = |asked| choose(&grants, asked).unwrap_err().to_string();
        insta::assert_snapshot!([said("a"), said("zz"), said("")].join("\n"));
    }
}
