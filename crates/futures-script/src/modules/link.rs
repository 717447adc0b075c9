//! Reads the modules of a script, and makes one program of all texts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use rhai::{AST, Engine, FuncInfo, ImmutableString, ParseError, Position};

use crate::error::{
    Frame, FrameKind, Place, ScriptError, ScriptErrorKind, from_parser, import_hint,
};
use crate::modules::linked::{Linked, Part, Top, Unit};
use crate::modules::names::hidden_name;
use crate::modules::outline::{Outline, Use};
use crate::modules::renames::{Own, names_used, return_at_top};
use crate::modules::shelf::{Found, Shelf};
use crate::statements::{self, Parsed, Renames};
use crate::values::closest;

/// How many lines a position of the engine can tell apart.
pub(super) const MOST_LINES: usize = u16::MAX as usize;

/// Who wants the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Somebody who runs the script.
    Whole,
    /// A worker, which only calls its functions.
    Functions,
}

/// A script that can be run, or whose functions can be called.
pub(crate) struct Ready {
    pub(crate) ast: AST,
    /// How it is made up, if it has modules.
    pub(crate) linked: Option<Linked>,
}

/// Compiles the script `text`, called `source` in errors, and all that it imports from `shelf`.
///
/// # Errors
/// If one of the texts is no script, or an import cannot be had.
pub(crate) fn link(
    engine: &Engine,
    source: &str,
    text: &str,
    shelf: impl FnOnce() -> Shelf,
    wanted: Wanted,
) -> Result<Ready, ScriptError> {
    let no_script = |error: ParseError| from_parser(&error, source, text);
    // Most scripts import nothing.
    if !text.contains("import") {
        let ast = statements::compile(engine, text).map_err(no_script)?;
        return Ok(Ready { ast, linked: None });
    }
    let parsed = statements::parse(engine, text).map_err(no_script)?;
    let outline = Outline::read(&parsed.tokens)
        .map_err(|(at, text)| refused(ScriptErrorKind::Syntax, text, source, at))?;
    if outline.imports.is_empty() {
        return Ok(Ready {
            ast: parsed.ast,
            linked: None,
        });
    }
    let shelf = shelf();
    let mut linker = Linker {
        engine,
        key_of_script: shelf.key_of_script(source),
        shelf,
        main: 0,
        drafts: BTreeMap::new(),
        way: Vec::new(),
        n_lines: n_lines(text),
    };
    let unit = Unit::new(Part::Script, source, String::new(), text.into(), 0);
    let script = Draft::new(unit, PathBuf::new(), parsed, outline);
    linker.drafts.insert(0, script);
    linker.read_imports(0)?;
    linker.finish(wanted)
}

pub(super) struct Linker<'a> {
    pub(super) engine: &'a Engine,
    pub(super) shelf: Shelf,
    pub(super) key_of_script: Option<PathBuf>,
    /// The number of the text whose imports are read: the script, or an input of a session.
    pub(super) main: usize,
    /// All texts that were read, the script first.
    pub(super) drafts: BTreeMap<usize, Draft>,
    /// The ones that are being read, each imported by the one before.
    pub(super) way: Vec<usize>,
    pub(super) n_lines: usize,
}

/// A text that was read.
pub(super) struct Draft {
    /// Nobody else has it before the program is ready.
    pub(super) unit: Arc<Unit>,
    key: PathBuf,
    pub(super) parsed: Parsed,
    pub(super) outline: Outline,
    /// Which texts its names for modules mean.
    pub(super) aliases: BTreeMap<String, usize>,
}

impl Draft {
    pub(super) fn new(unit: Unit, key: PathBuf, parsed: Parsed, outline: Outline) -> Self {
        Draft {
            unit: Arc::new(unit),
            key,
            parsed,
            outline,
            aliases: BTreeMap::new(),
        }
    }

    /// The place of a position of the program that is in this text.
    fn place(&self, at: Position) -> Option<Place> {
        Place::in_unit(&self.unit, at)
    }

    /// The module that `alias` is.
    pub(super) fn target(&self, alias: &str) -> Option<usize> {
        self.aliases.get(alias).copied()
    }

    /// Changes its unit, which nobody else has yet.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut Unit)) {
        if let Some(unit) = Arc::get_mut(&mut self.unit) {
            change(unit);
        }
    }
}

impl Linker<'_> {
    /// Reads what the text `importer` imports, and what that imports.
    pub(super) fn read_imports(&mut self, importer: usize) -> Result<(), ScriptError> {
        self.way.push(importer);
        for index in 0..self.drafts[&importer].outline.imports.len() {
            let import = &self.drafts[&importer].outline.imports[index];
            let (path, alias, at) = (import.path.clone(), import.alias.clone(), import.at);
            let found = self.find(importer, &path, at)?;
            let number = match self.known(importer, &found, at)? {
                Some(number) => number,
                None => self.read(importer, found, at)?,
            };
            if let Some(draft) = self.drafts.get_mut(&importer) {
                draft.change(|unit| unit.imports.push((path, number)));
                draft.aliases.extend(alias.map(|alias| (alias, number)));
            }
        }
        self.way.pop();
        Ok(())
    }

    fn find(&self, importer: usize, path: &str, at: Position) -> Result<Found, ScriptError> {
        let draft = &self.drafts[&importer];
        let beside = self.shelf.folder_of(&draft.key);
        self.shelf.find(importer, &beside, path).map_err(|why| {
            let hint = import_hint(path).map(|hint| format!("; {hint}"));
            let text = why + hint.as_deref().unwrap_or_default();
            self.error(ScriptErrorKind::Import, text, importer, at)
        })
    }

    /// The number of a text that was read before.
    fn known(
        &self,
        importer: usize,
        found: &Found,
        at: Position,
    ) -> Result<Option<usize>, ScriptError> {
        let number = if self.key_of_script.as_ref() == Some(&found.key) {
            Some(0)
        } else {
            // One that has failed is read again, perhaps mended.
            let mut drafts = self.drafts.iter();
            let known =
                |(_, draft): &(&usize, &Draft)| draft.key == found.key && !draft.unit.has_failed();
            drafts.find(known).map(|(number, _)| *number)
        };
        let Some(start) = number.and_then(|number| self.way.iter().position(|on| *on == number))
        else {
            return Ok(number);
        };
        let ring = self.way[start..].iter().chain(&self.way[start..=start]);
        let ring: Vec<&str> = ring
            .map(|number| &*self.drafts[number].unit.source)
            .collect();
        let text = match &ring[..] {
            [one, _] => format!("{one} imports itself"),
            _ => format!(
                "these files import each other: {}; move what they share into one of its own",
                ring.join(" → ")
            ),
        };
        Err(self.error(ScriptErrorKind::Import, text, importer, at))
    }

    /// Reads one more text.
    fn read(&mut self, importer: usize, found: Found, at: Position) -> Result<usize, ScriptError> {
        let before = self.n_lines;
        self.n_lines += n_lines(&found.text);
        if self.n_lines > MOST_LINES {
            let text =
                format!("the script and its modules have more than {MOST_LINES} lines in all");
            return Err(self.error(ScriptErrorKind::Limit, text, importer, at));
        }
        let (source, module) = (&found.source, found.module);
        let unit = Unit::new(Part::Module, source, module, found.text, before);
        let text = unit.padded();
        let parsed = statements::parse(self.engine, &text).map_err(|error| {
            let place = Place::in_unit(&unit, error.position());
            let error = from_parser(&error, &unit.source, &text).at(place);
            self.imported(error, importer, at)
        })?;
        let outline = Outline::read(&parsed.tokens).and_then(|outline| {
            let text = "`return` stands inside of functions; a module ends at the end of its file";
            match return_at_top(&parsed.ast) {
                Some(at) => Err((at, text.to_owned())),
                None => Ok(outline),
            }
        });
        let outline = outline.map_err(|(at_inside, text)| {
            let place = Place::in_unit(&unit, at_inside);
            let error = ScriptError::new(ScriptErrorKind::Syntax, text).at(place);
            self.imported(error, importer, at)
        })?;
        let number = self.drafts.last_key_value().map_or(0, |(last, _)| last + 1);
        let draft = Draft::new(unit, found.key, parsed, outline);
        self.drafts.insert(number, draft);
        self.read_imports(number)?;
        Ok(number)
    }

    /// An error at a place of the text `draft`.
    fn error(
        &self,
        kind: ScriptErrorKind,
        text: impl Into<String>,
        draft: usize,
        at: Position,
    ) -> ScriptError {
        let place = self.drafts[&draft].place(at);
        let error = ScriptError::new(kind, text).at(place);
        self.with_importers(error, draft)
    }

    /// An error in a text that the text `importer` imports at `at`.
    fn imported(&self, error: ScriptError, importer: usize, at: Position) -> ScriptError {
        let frame = Frame {
            kind: FrameKind::Import,
            at: self.drafts[&importer].place(at),
        };
        self.with_importers(error.with_frames([frame]), importer)
    }

    /// Adds who imports the text `draft`.
    fn with_importers(&self, error: ScriptError, draft: usize) -> ScriptError {
        let place_of_import = |pair: &[usize]| {
            let importer = &self.drafts[&pair[0]];
            let Some(import) = importer.outline.imports.get(importer.unit.imports.len()) else {
                return Frame {
                    kind: FrameKind::Import,
                    at: None,
                };
            };
            Frame {
                kind: FrameKind::Import,
                at: importer.place(import.at),
            }
        };
        let end = self.way.iter().position(|on| *on == draft);
        let way = &self.way[..end.map_or(0, |end| end + 1)];
        let frames: Vec<Frame> = way.windows(2).rev().map(place_of_import).collect();
        error.with_frames(frames)
    }

    /// Gives everything its name in the program, and compiles that.
    fn finish(mut self, wanted: Wanted) -> Result<Ready, ScriptError> {
        let mut foreign = BTreeSet::new();
        for draft in self.modules() {
            foreign.extend(names_used(&draft.parsed.ast));
        }
        // The script keeps the names of its functions, unless a module could take one for its own or for the
        // language's.
        let asts = self.compile(|name| foreign.contains(name))?;
        self.refuse_methods_twice(&asts)?;
        let mut script = AST::empty();
        for (number, ast) in asts {
            if number == self.main {
                script = ast;
                continue;
            }
            script.combine(ast.clone_functions_only());
            if wanted == Wanted::Whole {
                self.add_top(number, ast);
            }
        }
        let units = self.drafts.into_values().map(|draft| draft.unit);
        Ok(Ready {
            ast: script,
            linked: Some(Linked::new(units)),
        })
    }

    /// The modules of the text whose imports were read.
    fn modules(&self) -> impl Iterator<Item = &Draft> {
        self.drafts.range(self.main + 1..).map(|(_, draft)| draft)
    }

    /// Compiles that text and its modules, with the names that they have in the program. Of the text, the functions get
    /// other names that `is_renamed` picks.
    pub(super) fn compile(&self, is_renamed: impl Fn(&str) -> bool) -> Result<Asts, ScriptError> {
        let natives = names_of_natives(self.engine);
        let mut asts = Asts::new();
        for (number, draft) in self.drafts.range(self.main..) {
            for found in &draft.outline.uses {
                if let Some(target) = draft.target(&found.alias) {
                    self.check_use(*number, found, target)?;
                }
            }
            let is_module = *number != self.main;
            let is_renamed = |name: &str| is_module || is_renamed(name);
            let ast = compile_draft(self.engine, *number, draft, &natives, is_renamed)?;
            asts.insert(*number, ast);
        }
        Ok(asts)
    }

    /// Notes what runs where the module `number` is imported.
    pub(super) fn add_top(&mut self, number: usize, statements: AST) {
        if let Some(draft) = self.drafts.get_mut(&number) {
            let exports = draft.outline.exports.clone();
            draft.change(|unit| {
                unit.top = Some(Top {
                    statements,
                    exports,
                });
            });
        }
    }

    /// Refuses what the module `target` does not have, or keeps for itself.
    fn check_use(&self, number: usize, found: &Use, target: usize) -> Result<(), ScriptError> {
        let (name, module) = (&found.name, &self.drafts[&target]);
        let function = module.outline.functions.get(name);
        let is_exported = module
            .outline
            .exports
            .iter()
            .any(|(known, _)| known == name);
        let source = &module.unit.source;
        let text = if function.is_some_and(|function| function.is_public)
            || (is_exported && !found.is_call)
        {
            return Ok(());
        } else if function.is_some() {
            format!("`{name}` is private in {source}")
        } else if is_exported {
            format!(
                "`{}::{name}` is no function; if it holds one, call it with `{}::{name}.call(…)`",
                found.alias, found.alias
            )
        } else if module.outline.constants.contains(name) {
            format!("{source} keeps `{name}` for itself; write `export const {name} = …` there")
        } else {
            let what = match found.is_call {
                true => "function",
                false => "constant or function",
            };
            let functions = module.outline.functions.iter();
            let known = functions
                .filter(|(_, function)| function.is_public)
                .map(|(known, _)| known.as_str())
                .chain(
                    module
                        .outline
                        .exports
                        .iter()
                        .map(|(known, _)| known.as_str()),
                );
            let hint = closest(name, known).map(|meant| format!("; did you mean `{meant}`?"));
            format!(
                "{source} has no {what} `{name}`{}",
                hint.unwrap_or_default()
            )
        };
        let error = ScriptError::new(ScriptErrorKind::Name, text);
        Err(error.at(self.drafts[&number].place(found.at)))
    }

    /// Refuses methods of types, `fn int.double()`, that two texts define: of all others, too, there would be one.
    pub(super) fn refuse_methods_twice(&self, asts: &Asts) -> Result<(), ScriptError> {
        let mut known: Vec<(&ImmutableString, &ImmutableString, usize, usize)> = Vec::new();
        for (&number, ast) in asts {
            for function in ast.iter_fn_def() {
                let Some(of) = &function.this_type else {
                    continue;
                };
                let n_params = function.params.len();
                let mut others = known.iter();
                let other = others.find(|(other_of, name, other_params, other)| {
                    *other_of == of
                        && **name == function.name
                        && *other_params == n_params
                        && *other != number
                });
                if let Some((.., other)) = other {
                    let text = format!(
                        "both {} and {} define the method `{}` of the same type; rename one",
                        self.drafts[other].unit.source,
                        self.drafts[&number].unit.source,
                        function.name
                    );
                    let error = ScriptError::new(ScriptErrorKind::Import, text);
                    let at = function.body.start_position();
                    return Err(error.at(self.drafts[&number].place(at)));
                }
                known.push((of, &function.name, n_params, number));
            }
        }
        Ok(())
    }
}

/// The texts of a program, compiled, by their numbers.
pub(super) type Asts = BTreeMap<usize, AST>;

pub(super) fn names_of_natives(engine: &Engine) -> BTreeSet<String> {
    let name = |info: FuncInfo<'_>| Some(info.metadata.name.to_string());
    let names = engine.collect_fn_metadata(None, name, true);
    names.into_iter().collect()
}

/// Compiles the text `number`, with the names that everything has in the program.
pub(super) fn compile_draft(
    engine: &Engine,
    number: usize,
    draft: &Draft,
    natives: &BTreeSet<String>,
    is_renamed: impl Fn(&str) -> bool,
) -> Result<AST, ScriptError> {
    let mut renames = Renames::new();
    for (name, defined) in &draft.outline.functions {
        if is_renamed(name) {
            let new = |at: &Position| (*at, hidden_name(number, name));
            renames.extend(defined.at.iter().map(new));
        }
    }
    if draft.unit.part == Part::Module {
        let globals = draft.outline.globals.iter();
        renames.extend(globals.map(|(name, at)| (*at, hidden_name(number, name))));
    }
    let own = Own::of(&draft.parsed.ast, &draft.outline, natives, is_renamed);
    own.note_uses(&draft.parsed.ast, &mut renames, |name| {
        hidden_name(number, name)
    });
    for found in &draft.outline.uses {
        if let Some(target) = draft.target(&found.alias) {
            renames.insert(found.at, hidden_name(target, &found.name));
        }
    }
    let is_of_module = |found: &Use| draft.target(&found.alias).is_some();
    let uses = &draft.outline.uses;
    let text = draft.unit.padded_without(uses, is_of_module);
    statements::compile_renamed(engine, &text, renames).map_err(|error| {
        let place = Place::in_unit(&draft.unit, error.position());
        from_parser(&error, &draft.unit.source, &text).at(place)
    })
}

fn refused(kind: ScriptErrorKind, text: String, source: &str, at: Position) -> ScriptError {
    ScriptError::new(kind, text).at(Place::new(source, at))
}

pub(super) fn n_lines(text: &str) -> usize {
    text.matches('\n').count() + 1
}
