//! All scopes of a site.

use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use http::Method;

use super::canonical::Reading;
use super::index::{Asked, Index, matchers};
use super::matcher::Said;
use super::scope::Scope;

/// A list of scopes, with an index that is made when it is first asked for and forgotten when the list may change.
#[derive(Debug, Clone, Default)]
pub struct Scopes {
    all: Vec<Scope>,
    index: OnceLock<Index>,
}

impl Scopes {
    /// The matchers that can say something about this reading of a request.
    pub(super) fn asked<'s>(
        &self,
        method: &Method,
        reading: &Reading<'_>,
        said: &impl Deref<Target = Said<'s>>,
    ) -> Asked {
        self.index().asked(&self.all, method, reading, said)
    }

    /// Some pattern has characters that folding changes.
    pub(super) fn case_matters(&self) -> bool {
        self.index().case_matters
    }

    /// Names of parameters that some scope reads.
    pub(super) fn read_names(&self) -> impl Iterator<Item = &str> {
        let rules = matchers(&self.all).flat_map(|(_, matcher)| &matcher.parameters);
        rules.map(|rule| rule.loose_name())
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(&self.all))
    }
}

impl From<Vec<Scope>> for Scopes {
    fn from(all: Vec<Scope>) -> Self {
        Self {
            all,
            index: OnceLock::new(),
        }
    }
}

impl Deref for Scopes {
    type Target = Vec<Scope>;

    fn deref(&self) -> &Vec<Scope> {
        &self.all
    }
}

impl DerefMut for Scopes {
    fn deref_mut(&mut self) -> &mut Vec<Scope> {
        self.index = OnceLock::new();
        &mut self.all
    }
}
