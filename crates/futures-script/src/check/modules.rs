//! What a script imports, read as it would be for a run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rhai::Engine;

use crate::check::program::{Name, Program, Token, TokenKind, lex};
use crate::check::{Finding, Span, syntax};
use crate::modules::{ImportFrom, Shelf};
use crate::statements;

/// How many texts are read for one script.
const MOST_TEXTS: usize = 1000;

/// What a script imports.
#[derive(Debug, Default)]
pub(crate) struct Modules {
    /// By the names that the script gives them; none where the text cannot be read.
    named: BTreeMap<String, Option<Module>>,
    /// What is wrong with the imports themselves.
    pub(crate) findings: Vec<Finding>,
}

/// An import of a script.
struct Import {
    path: Option<String>,
    alias: Option<String>,
    /// Where the path stands.
    span: Span,
}

impl Import {
    fn of((path, span, alias): (Option<&str>, Span, Option<&Name>)) -> Self {
        Import {
            path: path.map(str::to_owned),
            alias: alias.map(|alias| alias.text.clone()),
            span,
        }
    }
}

/// What an imported file has for others.
#[derive(Debug, Default)]
pub(crate) struct Module {
    /// Its functions, with the numbers of arguments that they take. Private ones are not among them.
    pub(crate) functions: BTreeMap<String, BTreeSet<usize>>,
    /// Its private functions.
    pub(crate) private: BTreeSet<String>,
    /// What it exports besides functions.
    pub(crate) exports: BTreeSet<String>,
    /// The path by which it was imported.
    pub(crate) path: String,
}

impl Modules {
    /// Reads what `program` imports, and notes in it what may come from there.
    pub(crate) fn of(program: &mut Program, engine: &Engine, from: &ImportFrom) -> Self {
        let imports: Vec<Import> = program.imports().map(Import::of).collect();
        let mut modules = Modules::default();
        if imports.is_empty() {
            return modules;
        }
        let shelf = Shelf::of(from);
        let mut open = Vec::new();
        for import in imports {
            let text = modules.read(&shelf, engine, &import);
            let module = text.as_ref().and_then(|(_, text)| {
                let path = import.path.clone().unwrap_or_default();
                Module::of(&lex(text).0, path)
            });
            if let Some(alias) = import.alias {
                modules.named.insert(alias, module);
            }
            open.push(text);
        }
        note_words(program, &shelf, open);
        modules
    }

    /// The text that is imported, and its folder; what is wrong with it becomes a finding.
    fn read(
        &mut self,
        shelf: &Shelf,
        engine: &Engine,
        import: &Import,
    ) -> Option<(PathBuf, String)> {
        let path = import.path.as_ref()?;
        let refused = |why: &str| syntax::finding(import.span, why);
        let (folder, text) = match shelf.text(&PathBuf::new(), path) {
            Ok(found) => found,
            Err(why) => {
                self.findings.extend(why.as_deref().map(refused));
                return None;
            }
        };
        if let Err(error) = statements::compile(engine, &text) {
            let line = error.position().line().unwrap_or(1);
            self.findings.push(refused(&format!(
                "\"{path}\" is no script, as line {line} of it shows; check that file"
            )));
            return None;
        }
        Some((folder, text))
    }

    /// What was imported under this name: none if nothing was, and `Some(None)` if it cannot be read.
    pub(crate) fn named(&self, alias: &str) -> Option<Option<&Module>> {
        self.named.get(alias).map(Option::as_ref)
    }

    /// The names of all imports.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.named.keys().map(String::as_str)
    }
}

impl Module {
    fn of(tokens: &[Token], path: String) -> Option<Self> {
        let program = Program::of(tokens)?;
        let mut module = Module {
            path,
            ..Module::default()
        };
        for (_, function) in program.functions() {
            let Some(name) = function.name.as_ref() else {
                continue;
            };
            if function.is_private {
                module.private.insert(name.text.clone());
            } else if function.this_type.is_none() {
                let forms = module.functions.entry(name.text.clone()).or_default();
                forms.insert(function.params.len());
            }
        }
        let exported = program.exports().map(str::to_owned);
        module.exports.extend(exported);
        Some(module)
    }
}

/// Notes all words of the texts that are imported, and of those that they import.
fn note_words(program: &mut Program, shelf: &Shelf, mut open: Vec<Option<(PathBuf, String)>>) {
    let mut seen = BTreeSet::new();
    while let Some(next) = open.pop() {
        let Some((folder, text)) = next.filter(|_| seen.len() < MOST_TEXTS) else {
            program.note_import(None::<std::iter::Empty<&str>>);
            return;
        };
        if !seen.insert(text.clone()) {
            continue;
        }
        let (tokens, _) = lex(&text);
        let words = tokens.iter().filter_map(|token| match &token.kind {
            TokenKind::Word(word) | TokenKind::Str(Some(word)) => Some(word.as_str()),
            _ => None,
        });
        program.note_import(Some(words));
        for pair in tokens.windows(2) {
            if let [import, path] = pair
                && import.is_word("import")
                && let TokenKind::Str(Some(path)) = &path.kind
            {
                open.push(shelf.text(&folder, path).ok());
            }
        }
    }
}
