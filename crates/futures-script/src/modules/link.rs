//! Reads the modules of a script, and makes one program of all texts.

use std::collections::BTreeSet;
use std::path::PathBuf;

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
        drafts: Vec::new(),
        way: Vec::new(),
        n_lines: 0,
    };
    let unit = Unit::new(Part::Script, source, String::new(), text.into(), 0);
    linker.n_lines = n_lines(text);
    linker
        .drafts
        .push(Draft::new(unit, PathBuf::new(), parsed, outline));
    linker.read_imports(0)?;
    linker.finish(wanted)
}

struct Linker<'a> {
    engine: &'a Engine,
    shelf: Shelf,
    key_of_script: Option<PathBuf>,
    /// All texts that were read, the script first.
    drafts: Vec<Draft>,
    /// The ones that are being read, each imported by the one before.
    way: Vec<usize>,
    n_lines: usize,
}

/// A text that was read.
struct Draft {
    unit: Unit,
    key: PathBuf,
    parsed: Parsed,
    outline: Outline,
}

impl Draft {
    fn new(unit: Unit, key: PathBuf, parsed: Parsed, outline: Outline) -> Self {
        Draft {
            unit,
            key,
            parsed,
            outline,
        }
    }

    /// The place of a position of the program that is in this text.
    fn place(&self, at: Position) -> Option<Place> {
        Place::in_unit(&self.unit, at)
    }

    /// The module that `alias` is.
    fn target(&self, alias: &str) -> Option<usize> {
        let import = self.outline.import_of(alias)?;
        let mut imports = self.unit.imports.iter();
        imports
            .find(|(path, _)| *path == import.path)
            .map(|(_, number)| *number)
    }
}

impl Linker<'_> {
    /// Reads what the text `importer` imports, and what that imports.
    fn read_imports(&mut self, importer: usize) -> Result<(), ScriptError> {
        self.way.push(importer);
        for index in 0..self.drafts[importer].outline.imports.len() {
            let import = &self.drafts[importer].outline.imports[index];
            let (path, at) = (import.path.clone(), import.at);
            let found = self.find(importer, &path, at)?;
            let number = match self.known(importer, &found, at)? {
                Some(number) => number,
                None => self.read(importer, found, at)?,
            };
            self.drafts[importer].unit.imports.push((path, number));
        }
        self.way.pop();
        Ok(())
    }

    fn find(&self, importer: usize, path: &str, at: Position) -> Result<Found, ScriptError> {
        let draft = &self.drafts[importer];
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
            let mut drafts = self.drafts.iter();
            drafts.position(|draft| draft.key == found.key)
        };
        let Some(start) = number.and_then(|number| self.way.iter().position(|on| *on == number))
        else {
            return Ok(number);
        };
        let ring = self.way[start..].iter().chain(&self.way[start..=start]);
        let ring: Vec<&str> = ring
            .map(|number| &*self.drafts[*number].unit.source)
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
        let number = self.drafts.len();
        self.drafts
            .push(Draft::new(unit, found.key, parsed, outline));
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
        let place = self.drafts[draft].place(at);
        let error = ScriptError::new(kind, text).at(place);
        self.with_importers(error, draft)
    }

    /// An error in a text that the text `importer` imports at `at`.
    fn imported(&self, error: ScriptError, importer: usize, at: Position) -> ScriptError {
        let frame = Frame {
            kind: FrameKind::Import,
            at: self.drafts[importer].place(at),
        };
        self.with_importers(error.with_frames([frame]), importer)
    }

    /// Adds who imports the text `draft`.
    fn with_importers(&self, error: ScriptError, draft: usize) -> ScriptError {
        let place_of_import = |pair: &[usize]| {
            let importer = &self.drafts[pair[0]];
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
        let natives = self.names_of_natives();
        let mut foreign = BTreeSet::new();
        for draft in &self.drafts[1..] {
            foreign.extend(names_used(&draft.parsed.ast));
        }
        let mut asts = Vec::new();
        for number in 0..self.drafts.len() {
            let draft = &self.drafts[number];
            // The script keeps the names of its functions, unless a module could take one for its own or for the
            // language's.
            let is_renamed = |name: &str| number > 0 || foreign.contains(name);
            let renames = self.renames(number, &natives, is_renamed)?;
            let text = draft.unit.padded_without(&draft.outline.uses, |found| {
                draft.target(&found.alias).is_some()
            });
            let ast = statements::compile_renamed(self.engine, &text, renames);
            asts.push(ast.map_err(|error| {
                let place = Place::in_unit(&draft.unit, error.position());
                from_parser(&error, &draft.unit.source, &text).at(place)
            })?);
        }
        self.refuse_methods_twice(&asts)?;
        let mut asts = asts.into_iter();
        let mut script = asts.next().unwrap_or_default();
        for (draft, ast) in self.drafts[1..].iter_mut().zip(asts) {
            script.combine(ast.clone_functions_only());
            if wanted == Wanted::Whole {
                draft.unit.top = Some(Top {
                    statements: ast,
                    exports: std::mem::take(&mut draft.outline.exports),
                });
            }
        }
        let units = self.drafts.into_iter().map(|draft| draft.unit).collect();
        Ok(Ready {
            ast: script,
            linked: Some(Linked::new(units)),
        })
    }

    fn names_of_natives(&self) -> BTreeSet<String> {
        let name = |info: FuncInfo<'_>| Some(info.metadata.name.to_string());
        let names = self.engine.collect_fn_metadata(None, name, true);
        names.into_iter().collect()
    }

    /// What in the text `number` gets another name.
    fn renames(
        &self,
        number: usize,
        natives: &BTreeSet<String>,
        is_renamed: impl Fn(&str) -> bool,
    ) -> Result<Renames, ScriptError> {
        let draft = &self.drafts[number];
        let mut renames = Renames::new();
        for (name, defined) in &draft.outline.functions {
            if is_renamed(name) {
                let new = |at: &Position| (*at, hidden_name(number, name));
                renames.extend(defined.at.iter().map(new));
            }
        }
        if number > 0 {
            let globals = draft.outline.globals.iter();
            renames.extend(globals.map(|(name, at)| (*at, hidden_name(number, name))));
        }
        let own = Own::of(&draft.parsed.ast, &draft.outline, natives, is_renamed);
        own.note_uses(&draft.parsed.ast, &mut renames, |name| {
            hidden_name(number, name)
        });
        for found in &draft.outline.uses {
            if let Some(target) = draft.target(&found.alias) {
                self.check_use(number, found, target)?;
                renames.insert(found.at, self.name_in(target, found));
            }
        }
        Ok(renames)
    }

    /// What `found` is called in the program.
    fn name_in(&self, target: usize, found: &Use) -> String {
        hidden_name(target, &found.name)
    }

    /// Refuses what the module `target` does not have, or keeps for itself.
    fn check_use(&self, number: usize, found: &Use, target: usize) -> Result<(), ScriptError> {
        let (name, module) = (&found.name, &self.drafts[target]);
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
        Err(error.at(self.drafts[number].place(found.at)))
    }

    /// Refuses methods of types, `fn int.double()`, that two texts define: of all others, too, there would be one.
    fn refuse_methods_twice(&self, asts: &[AST]) -> Result<(), ScriptError> {
        let mut known: Vec<(&ImmutableString, &ImmutableString, usize, usize)> = Vec::new();
        for (number, ast) in asts.iter().enumerate() {
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
                        self.drafts[*other].unit.source,
                        self.drafts[number].unit.source,
                        function.name
                    );
                    let error = ScriptError::new(ScriptErrorKind::Import, text);
                    let at = function.body.start_position();
                    return Err(error.at(self.drafts[number].place(at)));
                }
                known.push((of, &function.name, n_params, number));
            }
        }
        Ok(())
    }
}

fn refused(kind: ScriptErrorKind, text: String, source: &str, at: Position) -> ScriptError {
    ScriptError::new(kind, text).at(Place::new(source, at))
}

pub(super) fn n_lines(text: &str) -> usize {
    text.matches('\n').count() + 1
}
