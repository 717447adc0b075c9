//! What stands behind an opening fence: the language of the block, and how it is run.

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
        self.says("fails") || self.says("explored")
    }

    /// The words of the command before the script.
    pub(super) fn command(&self) -> Vec<&'a str> {
        let mut command = match self.says("explored") {
            true => vec!["explore"],
            false => vec!["run", "--quick"],
        };
        if self.says("simulated") {
            command.push("--sim");
        }
        command.extend(self.words.iter().filter(|word| word.starts_with("--")));
        command
    }
}

#[test]
fn a_fence_says_how_its_script_is_run() {
    check("rhai", &["run", "--quick"], false);
    check("rhai,fails", &["run", "--quick"], true);
    check("rhai,simulated", &["run", "--quick", "--sim"], false);
    check("rhai,explored", &["explore"], true);
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
