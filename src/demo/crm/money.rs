//! Amounts in pence sterling, and how they are written.

use std::{fmt, iter::Sum};

use serde::{Serialize, Serializer};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Money {
    pence: u64,
}

impl Money {
    pub(super) const fn pounds(pounds: u64) -> Self {
        Self { pence: pounds * 100 }
    }

    pub(super) fn times(self, quantity: u32) -> Self {
        Self {
            pence: self.pence * u64::from(quantity),
        }
    }

    /// UK standard rate, 20 %.
    pub(super) fn vat(self) -> Self {
        Self {
            pence: self.pence / 5,
        }
    }

    /// `1240.00`, for programs.
    pub(super) fn plain(self) -> String {
        format!("{}.{:02}", self.pence / 100, self.pence % 100)
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self {
            pence: amounts.map(|amount| amount.pence).sum(),
        }
    }
}

impl fmt::Display for Money {
    /// `£1,240.00`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pounds = (self.pence / 100).to_string();
        f.write_str("£")?;
        for (place, digit) in pounds.chars().enumerate() {
            if place > 0 && (pounds.len() - place).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        write!(f, ".{:02}", self.pence % 100)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.plain())
    }
}

#[cfg(test)]
mod tests {
    use super::Money;

    #[test]
    fn amounts_are_grouped_by_thousands() {
        assert_eq!(Money::pounds(0).to_string(), "£0.00");
        assert_eq!(Money::pounds(999).to_string(), "£999.00");
        assert_eq!(Money::pounds(1_234_567).to_string(), "£1,234,567.00");
        assert_eq!(Money::pounds(12).vat().plain(), "2.40");
    }
}
