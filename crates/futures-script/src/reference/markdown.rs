//! The reference as pages of Markdown, which are `docs/reference`.

use std::fmt::Write;

use crate::reference::{Entry, Kind, Reference, Section, TYPE_WORDS};

/// A file of the reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its name in the folder.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// What each page says of itself.
const MADE: &str =
    "<!-- Made by `futures api --markdown docs/reference`; change the entries in the sources. -->";

impl Reference {
    /// A page for each section, and `README.md` with the list of all.
    pub fn pages(&self) -> Vec<Page> {
        let sections = self.sections().map(|section| Page {
            name: format!("{}.md", section.word()),
            text: self.page(section),
        });
        let index = Page {
            name: "README.md".to_owned(),
            text: self.index(),
        };
        [index].into_iter().chain(sections).collect()
    }

    fn index(&self) -> String {
        let mut text = format!(
            "{MADE}\n\n# Reference\n\nEverything that a script can use. `futures api` prints the same: \
             `futures api submit` all\nthat is called so, `futures api --search queue` what has to do with it.\n"
        );
        text += "\n| section | |\n|---|---|\n";
        for section in self.sections() {
            let (title, word) = (section.title(), section.word());
            text += &format!("| [{title}]({word}.md) | {} |\n", section.summary());
        }
        text += "\nIn signatures a `?` marks what may be left out, and `…` what there may be any number of. \
                 Types are those of\n[types](types.md) and of the sections, and these words:\n\n| word | is |\n|---|---|\n";
        for (word, _, meaning) in TYPE_WORDS {
            text += &format!("| `{word}` | {meaning} |\n");
        }
        text
    }

    fn page(&self, section: Section) -> String {
        let mut text = format!("{MADE}\n\n# {}\n\n{}\n", section.title(), section.summary());
        text += "\n| | |\n|---|---|\n";
        for entry in self.section(section) {
            let names = entry.names();
            let anchor = anchor(&names[0]);
            let names = cell(&names.join("`, `"));
            text += &format!("| [`{names}`](#{anchor}) | {} |\n", cell(entry.summary()));
        }
        for entry in self.section(section) {
            self.write(entry, &mut text);
        }
        text
    }

    fn write(&self, entry: &Entry, text: &mut String) {
        self.try_write(entry, text).expect("a text grows");
    }

    fn try_write(&self, entry: &Entry, text: &mut String) -> std::fmt::Result {
        let names = entry.names();
        writeln!(text)?;
        for name in &names {
            write!(text, "<a id=\"{}\"></a>", anchor(name))?;
        }
        writeln!(text, "\n## `{}`\n", names.join("`, `"))?;
        if matches!(entry.kind(), Kind::Function | Kind::Syntax) {
            writeln!(text, "```text\n{}\n```\n", entry.forms().join("\n"))?;
        }
        writeln!(text, "{}", entry.summary())?;
        if !entry.long().is_empty() {
            writeln!(text, "\n{}", entry.long())?;
        }
        if !entry.opts().is_empty() {
            writeln!(
                text,
                "\n| option | type | without it | |\n|---|---|---|---|"
            )?;
            for (name, types, default, meaning) in entry.opts() {
                let (types, default, meaning) = (cell(types), cell(default), cell(meaning));
                writeln!(text, "| `{name}` | {types} | {default} | {meaning} |")?;
            }
        }
        if !entry.raises().is_empty() {
            writeln!(text, "\n| error | if |\n|---|---|")?;
            for (kind, when) in entry.raises() {
                let target = self.link(kind, entry.section()).unwrap_or_default();
                writeln!(text, "| [`{kind}`]({target}) | {} |", cell(when))?;
            }
        }
        if let Some(example) = entry.shown_by() {
            writeln!(text, "\n```rhai\n{}\n```\n", example.script)?;
            if !example.options.is_empty() {
                writeln!(text, "With `{}` it prints:\n", example.options.join(" "))?;
            }
            writeln!(text, "```text\n{}\n```", example.output)?;
        }
        if !entry.in_python().is_empty() {
            writeln!(
                text,
                "\nIn Python: `{}`",
                entry.in_python().replace('`', "'")
            )?;
        }
        let see = entry.see_also().iter().filter_map(|name| {
            let target = self.link(name, entry.section())?;
            Some(format!("[`{name}`]({target})"))
        });
        let see: Vec<String> = see.collect();
        if !see.is_empty() {
            writeln!(text, "\nSee also {}", see.join(", "))?;
        }
        Ok(())
    }

    /// Where the entry of this name stands, as seen from the page of a section.
    fn link(&self, name: &str, from: Section) -> Option<String> {
        let entry = self
            .entries()
            .find(|entry| entry.names().iter().any(|known| known == name))?;
        let page = if entry.section() == from {
            String::new()
        } else {
            format!("{}.md", entry.section().word())
        };
        Some(format!("{page}#{}", anchor(name)))
    }
}

/// A name as an anchor: its letters and digits, and what stands between them as a line. Of a sign its number.
fn anchor(name: &str) -> String {
    let name = name.replace("[]", ".index");
    let mut anchor = String::new();
    for char in name.chars() {
        match char {
            '.' | '|' | ' ' if name.len() > 2 => anchor.push('-'),
            '_' => anchor.push('_'),
            char if char.is_alphanumeric() => anchor.extend(char.to_lowercase()),
            sign => {
                write!(anchor, "sign-{:x}", u32::from(sign)).expect("a text grows");
            }
        }
    }
    anchor
}

/// A text as it can stand in a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::anchor;

    #[test]
    fn anchors_are_plain() {
        let anchors = [
            "Future.add_done_callback",
            "Error|string.kind",
            "List[]",
            "+",
            "()",
        ];
        let anchors = anchors.map(anchor);
        let expect = [
            "future-add_done_callback",
            "error-string-kind",
            "list-index",
            "sign-2b",
            "sign-28sign-29",
        ];
        assert_eq!(anchors, expect);
    }
}
