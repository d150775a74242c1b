//! Rules about places in a JSON body.

use super::canonical::{Leaf, Step, fold};
use super::matcher::{Held, Leniency};
use super::values::Values;

/// Something at that place of a JSON body, or below it, has one of these values.
#[derive(Debug, Clone)]
pub struct JsonRule {
    place: Vec<String>,
    values: Values,
}

/// Text that is no JSON Pointer (RFC 6901).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JsonPointerError {
    #[error("a place in a JSON body begins with `/`, such as `/params/model`")]
    NoSlash,
    #[error("`~` is written `~0`, and `/` in a name `~1` (RFC 6901)")]
    Escape,
}

impl JsonRule {
    /// `pointer`: RFC 6901; a `*` in it stands for any member or element.
    pub fn new(pointer: &str, values: impl Into<Values>) -> Result<Self, JsonPointerError> {
        let rest = pointer.strip_prefix('/').ok_or(JsonPointerError::NoSlash)?;
        let place = rest.split('/').map(unescaped).collect::<Result<_, _>>()?;
        let values = values.into();
        Ok(Self { place, values })
    }

    pub(super) fn place(&self) -> &[String] {
        &self.place
    }

    pub(super) const fn values(&self) -> &Values {
        &self.values
    }

    /// Lenient servers do not look at the case of names, or at blanks around values.
    pub(super) fn holds(&self, leaves: &[Leaf], leniency: Leniency) -> Held {
        let by_something = self.found(leaves).any(|leaf| {
            let as_written = || self.values.take(&leaf.value, false);
            let folded = || self.values.take(fold(&leaf.value).trim(), true);
            match leniency {
                Leniency::Strict => self.is_at(leaf, false) && as_written(),
                Leniency::Loose => as_written() || folded(),
                Leniency::Sceptical => self.is_at(leaf, false) && as_written() && folded(),
            }
        });
        Held::by(by_something, || {
            let loosely = leniency == Leniency::Sceptical;
            self.values.take_nothing() && !leaves.iter().any(|leaf| self.is_at(leaf, loosely))
        })
    }

    /// Several values stand there, and a server may look at any of them.
    pub(super) fn is_torn_by(&self, leaves: &[Leaf]) -> bool {
        let mut values = self.found(leaves).map(|leaf| &leaf.value);
        let first = values.next();
        values.any(|value| Some(value) != first)
    }

    fn found<'l>(&self, leaves: &'l [Leaf]) -> impl Iterator<Item = &'l Leaf> {
        leaves.iter().filter(|leaf| self.is_at(leaf, true))
    }

    fn is_at(&self, leaf: &Leaf, loosely: bool) -> bool {
        leaf.path.len() >= self.place.len()
            && self.place.iter().zip(&leaf.path).all(|(name, step)| {
                name == "*"
                    || match step {
                        Step::Member(member) => {
                            member == name || (loosely && fold(member).trim() == fold(name).trim())
                        }
                        Step::Element(index) => name.parse() == Ok(*index),
                    }
            })
    }
}

fn unescaped(token: &str) -> Result<String, JsonPointerError> {
    let mut plain = String::new();
    let mut rest = token.chars();
    while let Some(next) = rest.next() {
        plain.push(match next {
            '~' => match rest.next() {
                Some('0') => '~',
                Some('1') => '/',
                _ => return Err(JsonPointerError::Escape),
            },
            other => other,
        });
    }
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Glob;

    fn leaf(path: &[&str], value: &str) -> Leaf {
        let step = |name: &&str| {
            name.parse()
                .map_or(Step::Member((*name).to_owned()), Step::Element)
        };
        Leaf {
            path: path.iter().map(step).collect(),
            value: value.to_owned(),
        }
    }

    fn holds(rule: &JsonRule, leaves: &[Leaf], leniency: Leniency) -> bool {
        rule.holds(leaves, leniency) == Held::BySomething
    }

    fn rule(pointer: &str, value: &str) -> JsonRule {
        JsonRule::new(pointer, Glob::parse(value).unwrap()).unwrap()
    }

    #[test]
    fn a_pointer_names_a_place_and_what_is_below_it() {
        let model = rule("/params/model", "mail.*");
        assert!(holds(
            &model,
            &[leaf(&["params", "model"], "mail.message")],
            Leniency::Strict
        ));
        assert!(holds(
            &model,
            &[leaf(&["params", "model", "0"], "mail.message")],
            Leniency::Strict
        ));
        assert!(!holds(
            &model,
            &[leaf(&["params"], "mail.message")],
            Leniency::Strict
        ));
        assert!(!holds(
            &model,
            &[leaf(&["other", "model"], "mail.message")],
            Leniency::Strict
        ));
        assert!(!holds(
            &model,
            &[leaf(&["params", "model"], "res.partner")],
            Leniency::Strict
        ));
        let escaped = rule("/a~1b/~0", "x");
        assert!(holds(&escaped, &[leaf(&["a/b", "~"], "x")], Leniency::Strict));
        let any = rule("/calls/*/model", "x");
        assert!(holds(
            &any,
            &[leaf(&["calls", "7", "model"], "x")],
            Leniency::Strict
        ));
        assert!(holds(
            &any,
            &[leaf(&["calls", "b", "model"], "x")],
            Leniency::Strict
        ));
        assert!(holds(&rule("/0", "x"), &[leaf(&["0"], "x")], Leniency::Strict));
    }

    #[test]
    fn a_loose_reading_sees_through_case_and_blanks() {
        let model = rule("/model", "Messages");
        for (name, value) in [
            ("MODEL", "Messages"),
            ("model", "messages"),
            ("model", " Messages "),
        ] {
            assert!(
                !holds(&model, &[leaf(&[name], value)], Leniency::Strict),
                "{name} {value:?}"
            );
            assert!(
                holds(&model, &[leaf(&[name], value)], Leniency::Loose),
                "{name} {value:?}"
            );
        }
    }

    #[test]
    fn two_values_in_one_place_are_torn() {
        let model = rule("/model", "x");
        assert!(model.is_torn_by(&[leaf(&["model"], "x"), leaf(&["MODEL"], "y")]));
        assert!(model.is_torn_by(&[leaf(&["model", "0"], "x"), leaf(&["model", "1"], "y")]));
        assert!(!model.is_torn_by(&[leaf(&["model"], "x"), leaf(&["MODEL"], "x")]));
        assert!(!model.is_torn_by(&[leaf(&["model"], "x"), leaf(&["other"], "y")]));
    }

    #[test]
    fn what_is_no_pointer_is_refused() {
        let error = |pointer| {
            JsonRule::new(pointer, Glob::parse("x").unwrap())
                .map(drop)
                .unwrap_err()
        };
        assert_eq!(error("model"), JsonPointerError::NoSlash);
        assert_eq!(error(""), JsonPointerError::NoSlash);
        assert_eq!(error("/a~2"), JsonPointerError::Escape);
        assert_eq!(error("/a~"), JsonPointerError::Escape);
    }
}
