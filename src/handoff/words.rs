//! Bits as words that people can write down and read to each other: eleven bits each, from the English list of BIP-39.

use zeroize::Zeroizing;

const BITS: usize = 11;

fn list() -> impl Iterator<Item = &'static str> {
    include_str!("words.txt").lines()
}

pub(super) fn is_known(word: &str) -> bool {
    list().any(|it| it == word)
}

/// The first `count` × 11 bits, the most significant first.
pub(super) fn of_bits(bytes: &[u8], count: usize) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(count * 9));
    for word in 0..count {
        let index = (word * BITS..(word + 1) * BITS).fold(0, |index, bit| {
            let byte = bytes.get(bit / 8).copied().unwrap_or_default();
            (index << 1) | usize::from(byte >> (7 - bit % 8) & 1)
        });
        if word > 0 {
            text.push(' ');
        }
        text.push_str(list().nth(index).unwrap_or_default());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eleven_bits_are_one_word() {
        assert_eq!(list().count(), 1 << BITS);
        assert_eq!(*of_bits(&[0, 0], 1), "abandon");
        assert_eq!(*of_bits(&[0xff, 0xe0], 1), "zoo");
        assert_eq!(*of_bits(&[0, 0x20, 0x08], 2), "ability able");
        assert!(is_known("zoo") && !is_known("Zoo") && !is_known(""));
    }
}
