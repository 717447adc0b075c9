//! What stands behind an opening fence: the language of the block, and how it is run.

use crate::documents::blocks::blocks;
use crate::documents::run::documents;
use crate::tree;

/// The words that a fence may have behind its language. A word that nobody knows would do nothing.
const KNOWN: &[(&str, &[&str])] = &[
    ("python", &["differs"]),
    (
        "rhai",
        &["checked", "explored", "fails", "server", "simulated"],
    ),
    ("rust", &["no_run", "should_panic", "standalone_crate"]),
];

/// The words of a fence, which commas separate.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fence<'a> {
    /// The first word.
    pub(super) language: &'a str,
    /// The name of the file that the block is, from `file=NAME`.
    pub(super) file: Option<&'a str>,
    /// The other words.
    words: Vec<&'a str>,
}

impl<'a> Fence<'a> {
    pub(super) fn of(info: &'a str) -> Self {
        let mut words: Vec<&str> = info.split(',').map(str::trim).collect();
        let language = words.remove(0);
        let file = words.iter().find_map(|word| word.strip_prefix("file="));
        Self {
            language,
            file,
            words,
        }
    }

    /// Whether the fence has this word.
    pub(super) fn says(&self, word: &str) -> bool {
        self.words.contains(&word)
    }

    /// Whether the script of this block has to end badly.
    pub(super) fn fails(&self) -> bool {
        ["checked", "explored", "fails"]
            .iter()
            .any(|word| self.says(word))
    }

    /// The first word that means nothing. A block has to say its language, whichever that is.
    fn unknown(&self) -> Option<&'a str> {
        if self.language.is_empty() {
            return Some(self.language);
        }
        let of_language = KNOWN
            .iter()
            .find(|(language, _)| *language == self.language);
        let known = of_language.map_or(&[][..], |(_, words)| *words);
        let is_unknown = |word: &&str| {
            !known.contains(word) && !word.starts_with("--") && !word.starts_with("file=")
        };
        self.words.iter().copied().find(is_unknown)
    }

    /// The words of the command before the script.
    pub(super) fn command(&self) -> Vec<&'a str> {
        let mut command = if self.says("explored") {
            vec!["explore"]
        } else if self.says("checked") {
            vec!["check"]
        } else {
            vec!["run", "--quick"]
        };
        if self.says("simulated") {
            command.push("--sim");
        }
        command.extend(self.words.iter().filter(|word| word.starts_with("--")));
        command
    }
}

#[test]
fn every_fence_in_a_document_is_understood() {
    let mut findings = Vec::new();
    for document in documents() {
        for block in blocks(&document.text) {
            let unknown = Fence::of(block.info).unknown();
            findings
                .extend(unknown.map(|word| format!("{}:{}: {word:?}", document.path, block.line)));
        }
    }
    tree::expect_none("Words of fences that nobody knows", &findings);
}

#[test]
fn a_word_that_nobody_knows_is_found() {
    assert_eq!(Fence::of("rhai,fials").unknown(), Some("fials"));
    assert_eq!(Fence::of("").unknown(), Some(""));
    assert_eq!(Fence::of("text").unknown(), None);
    assert_eq!(Fence::of("rhai,fails,--sim").unknown(), None);
    assert_eq!(Fence::of("csv,file=a.csv").unknown(), None);
}

#[test]
fn a_fence_says_how_its_script_is_run() {
    check("rhai", &["run", "--quick"], false);
    check("rhai,fails", &["run", "--quick"], true);
    check("rhai,simulated", &["run", "--quick", "--sim"], false);
    check("rhai,explored", &["explore"], true);
    check("rhai,checked", &["check"], true);
    check(
        "rhai,--timeout=1,fails",
        &["run", "--quick", "--timeout=1"],
        true,
    );
}

#[test]
fn a_fence_names_a_file() {
    assert_eq!(Fence::of("csv,file=data/a.csv").file, Some("data/a.csv"));
    assert_eq!(Fence::of("csv").file, None);
}

#[track_caller]
fn check(info: &str, command: &[&str], fails: bool) {
    let fence = Fence::of(info);
    assert_eq!(fence.language, "rhai");
    assert_eq!(fence.command(), command);
    assert_eq!(fence.fails(), fails);
}
