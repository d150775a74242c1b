//! Where keys stand in a config, for complaints that only somebody with more than the config can make.

use toml::de::DeTable;

use super::outline::Outline;

/// Line and column of the value that a key such as `tls[0].certificate` names, or of the nearest table around it.
pub fn place_of(text: &str, key: &str) -> (usize, usize) {
    let (root, _) = DeTable::parse_recoverable(text);
    Outline::of(text, root.get_ref()).position_of_named(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_by_its_key() {
        let text = "workers = 1\n[[tls]]\ncertificate = \"a\"\n[[tls]]\ncertificate = \"b\"\n";
        assert_eq!(place_of(text, "tls[1].certificate"), (5, 15));
        assert_eq!(place_of(text, "portal.host"), (1, 1));
    }
}
