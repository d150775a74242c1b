//! Where every key and value of a config stands, so that a problem can name its line and column.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::key_path::{KeyPath, Step};
use crate::access::Written;

/// The shape of a file, without its values.
#[derive(Debug)]
pub(super) struct Outline<'t> {
    text: &'t str,
    nodes: BTreeMap<KeyPath, Node>,
    /// Values that could not be read. Whoever checks the rest no longer sees them.
    unreadable: BTreeSet<KeyPath>,
    /// What an unknown key was probably meant to be. That it is missing needs no saying.
    misspelt: BTreeSet<KeyPath>,
}

#[derive(Debug)]
struct Node {
    /// `None`: an element of a list.
    key: Option<Range<usize>>,
    value: Range<usize>,
}

impl<'t> Outline<'t> {
    pub(super) fn of(text: &'t str, root: &DeTable<'_>) -> Self {
        let mut outline = Self {
            text,
            nodes: BTreeMap::new(),
            unreadable: BTreeSet::new(),
            misspelt: BTreeSet::new(),
        };
        outline.add_table(root, &KeyPath::default());
        outline
    }

    fn add_table(&mut self, table: &DeTable<'_>, at: &KeyPath) {
        for (key, value) in table {
            let path = at.key(key.get_ref());
            self.add_value(value.get_ref(), &path);
            let node = Node {
                key: Some(key.span()),
                value: value.span(),
            };
            self.nodes.insert(path, node);
        }
    }

    fn add_value(&mut self, value: &DeValue<'_>, at: &KeyPath) {
        if let Some(table) = value.as_table() {
            self.add_table(table, at);
        }
        for (index, element) in value.as_array().into_iter().flatten().enumerate() {
            let path = at.index(index);
            self.add_value(element.get_ref(), &path);
            let node = Node {
                key: None,
                value: element.span(),
            };
            self.nodes.insert(path, node);
        }
    }

    /// The innermost key or value that has just this place, or holds it.
    pub(super) fn find(&self, span: &Range<usize>) -> Option<KeyPath> {
        let depth = |(path, _): &(&KeyPath, &Node)| path.steps().len();
        let readable = || {
            self.nodes
                .iter()
                .filter(|(path, _)| !self.unreadable.contains(*path))
        };
        readable()
            .filter(|(_, node)| node.key.as_ref() == Some(span))
            .max_by_key(depth)
            .or_else(|| {
                readable()
                    .filter(|(_, node)| node.value == *span)
                    .max_by_key(depth)
            })
            .or_else(|| {
                readable()
                    .filter(|(_, node)| node.value.start <= span.start && span.end <= node.value.end)
                    .max_by_key(depth)
            })
            .map(|(path, _)| path.clone())
    }

    /// From now on, this value counts as not being there.
    pub(super) fn set_aside(&mut self, path: KeyPath) {
        self.unreadable.insert(path);
    }

    /// An unknown key was found that was probably meant to be this one.
    pub(super) fn set_misspelt(&mut self, path: KeyPath) {
        self.misspelt.insert(path);
    }

    /// What is wrong here has been said already, or follows from what has been said of a part of it.
    pub(super) fn is_explained(&self, path: &KeyPath) -> bool {
        let is_missing = !self.nodes.contains_key(path);
        self.unreadable.iter().any(|known| known.is_within(path))
            || (is_missing && self.misspelt.contains(path))
    }

    /// `table` without the values that were set aside.
    pub(super) fn readable<'d>(&self, table: &DeTable<'d>) -> DeTable<'d> {
        self.readable_table(table, &KeyPath::default())
    }

    fn readable_table<'d>(&self, table: &DeTable<'d>, at: &KeyPath) -> DeTable<'d> {
        table
            .iter()
            .map(|(key, value)| (at.key(key.get_ref()), key, value))
            .filter(|(path, _, _)| !self.unreadable.contains(path))
            .map(|(path, key, value)| {
                let mut value = value.clone();
                *value.get_mut() = self.readable_value(value.get_ref(), &path);
                (key.clone(), value)
            })
            .collect()
    }

    fn readable_value<'d>(&self, value: &DeValue<'d>, at: &KeyPath) -> DeValue<'d> {
        if let Some(table) = value.as_table() {
            return DeValue::Table(self.readable_table(table, at));
        }
        let Some(array) = value.as_array() else {
            return value.clone();
        };
        let elements = array
            .iter()
            .enumerate()
            .map(|(index, element)| (at.index(index), element));
        DeValue::Array(
            elements
                .filter(|(path, _)| !self.unreadable.contains(path))
                .map(|(path, element)| {
                    let mut element = element.clone();
                    *element.get_mut() = self.readable_value(element.get_ref(), &path);
                    element
                })
                .collect(),
        )
    }

    /// The path in the file of what has `path` among the readable values: elements move up when one is set aside.
    pub(super) fn as_written(&self, path: &KeyPath) -> KeyPath {
        path.steps()
            .iter()
            .fold(KeyPath::default(), |written, step| match step {
                Step::Key(key) => written.key(key),
                Step::Index(index) => (0..)
                    .map(|candidate| written.index(candidate))
                    .filter(|candidate| !self.unreadable.contains(candidate))
                    .nth(*index)
                    .unwrap_or_else(|| written.index(*index)),
            })
    }

    /// The value as it stands in the file, on one line. `None`: nobody wrote it.
    pub(super) fn written(&self, path: &KeyPath) -> Option<Written> {
        let start = self.nodes.get(path)?.value.start;
        // Of a table under a heading of its own, the span is the heading.
        let within = self.nodes.range(path..).take_while(|(at, _)| at.is_within(path));
        let end = within.map(|(_, node)| node.value.end).max()?;
        let lines = self.text.get(start..end)?.lines().map(str::trim);
        let (line, _) = self.position(start);
        Some(Written {
            line,
            text: lines.collect::<Vec<_>>().join(" ").into(),
        })
    }

    /// Line and column of the value, or, when nobody wrote it, of the nearest table around it.
    pub(super) fn position_of_value(&self, path: &KeyPath) -> (usize, usize) {
        let mut path = path.clone();
        while !path.steps().is_empty() {
            if let Some(node) = self.nodes.get(&path) {
                return self.position(node.value.start);
            }
            path = path.parent();
        }
        (1, 1)
    }

    /// As above, of what is called so in words; the beginning of the file if nothing is.
    pub(super) fn position_of_named(&self, name: &str) -> (usize, usize) {
        let named = self.nodes.keys().find(|path| path.to_string() == name);
        self.position_of_value(named.unwrap_or(&KeyPath::default()))
    }

    /// Line and column of the key.
    pub(super) fn position_of_key(&self, path: &KeyPath) -> (usize, usize) {
        match self.nodes.get(path).and_then(|node| node.key.as_ref()) {
            Some(key) => self.position(key.start),
            None => self.position_of_value(path),
        }
    }

    pub(super) fn position(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.matches('\n').count() + 1;
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        (line, column)
    }
}
