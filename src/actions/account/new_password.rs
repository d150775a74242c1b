//! Which passwords people may choose (SP 800-63B-4 section 3.1.1.2: length and a list of known ones, no rules about
//! kinds of characters).

use crate::access::Account;
use crate::crypto::Secret;

/// SP 800-63B-4 asks for 15 where the password is the only factor, and for 8 beside another one.
pub const LEAST_CHARACTERS: usize = 12;
/// In bytes: longer ones are refused before they cost anything.
const MOST_BYTES: usize = 1024;
/// Characters that the estimate looks at; what is longer than that is not guessed.
const ESTIMATED: usize = 64;

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRefused {
    #[error(
        "the password is shorter than {LEAST_CHARACTERS} characters; a few words together are easy to remember"
    )]
    TooShort,
    #[error("the password is longer than {MOST_BYTES} bytes")]
    TooLong,
    #[error("the password is among the first that guessers try; take a few unrelated words")]
    Common,
    #[error("the password holds the account's name or address; take a few unrelated words")]
    HoldsName,
}

/// Whether `password` may become that of `account`.
pub fn check_new_password(account: &Account, password: &Secret) -> Result<(), PasswordRefused> {
    let text = password.reveal();
    if text.len() > MOST_BYTES {
        return Err(PasswordRefused::TooLong);
    }
    if text.chars().count() < LEAST_CHARACTERS {
        return Err(PasswordRefused::TooShort);
    }
    let lower = text.to_lowercase();
    let (local, domain) = account.email.as_str().rsplit_once('@').unwrap_or_default();
    let own = [account.name.as_str(), local, domain];
    let holds = |word: &str| word.len() >= 4 && lower.contains(&word.to_lowercase());
    if own.into_iter().any(holds) {
        return Err(PasswordRefused::HoldsName);
    }
    let head: String = text.chars().take(ESTIMATED).collect();
    // Fewer than 10^8 guesses: a known password, a keyboard pattern, a date, or one of them with a digit added.
    if zxcvbn::zxcvbn(&head, &own).score() < zxcvbn::Score::Three {
        return Err(PasswordRefused::Common);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::account::add::tests::ann;

    #[test]
    fn what_guessers_try_first_is_refused() {
        let check = |text: &str| check_new_password(&ann(), &Secret::new(text.to_owned()));
        assert_eq!(check("elevenchars"), Err(PasswordRefused::TooShort));
        assert_eq!(check(&"ä".repeat(600)), Err(PasswordRefused::TooLong));
        for common in [
            "password1234",
            "qwertyuiop12",
            "aaaaaaaaaaaaaaaa",
            "123456789012",
            "Passw0rd1234",
        ] {
            assert_eq!(check(common), Err(PasswordRefused::Common), "{common}");
        }
        assert_eq!(check("ann.lee-forever-9"), Err(PasswordRefused::HoldsName));
        for good in [
            "tulip harbour nineteen",
            "Zügig-Wolke-Amboss-7",
            &"k7q4-".repeat(40),
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }
}
