//! What proves, besides the password, who somebody is. Each method is one file with one shape and one line in the list
//! of [`method`]: how it is enrolled, how an answer is recognised and used up, how it is given up.

mod check;
mod email;
mod enrol;
mod method;
mod password;
mod totp;

pub use check::{FactorAnswer, FactorError, FactorRule};
pub use email::CodePurpose;
pub use totp::{EnrolError, Enrolling};
