//! What a text imports, defines and uses, as far as its tokens tell.

use std::collections::BTreeMap;

use rhai::{Position, Token};

use crate::error::import_hint;

/// What a text imports, defines and uses.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) imports: Vec<Import>,
    /// Where something of a module is used.
    pub(super) uses: Vec<Use>,
    /// Its functions, but for those that are methods of one type: by their names, where those stand, and whether others
    /// may call them.
    pub(super) functions: BTreeMap<String, Defined>,
    /// Where constants of its own are named behind `global::`.
    pub(super) globals: Vec<(String, Position)>,
    /// The constants at its top.
    pub(super) constants: Vec<String>,
    /// What others see of its variables, and which those are.
    pub(super) exports: Vec<(String, String)>,
}

/// `import "path" as alias;`
#[derive(Debug)]
pub(super) struct Import {
    pub(super) path: String,
    pub(super) alias: Option<String>,
    /// Where the path stands.
    pub(super) at: Position,
}

/// `alias::name`
#[derive(Debug)]
pub(super) struct Use {
    pub(super) alias: String,
    pub(super) alias_at: Position,
    pub(super) name: String,
    pub(super) at: Position,
    pub(super) is_call: bool,
}

/// A function that is defined, perhaps several times for several numbers of arguments.
#[derive(Debug, Default)]
pub(super) struct Defined {
    pub(super) at: Vec<Position>,
    pub(super) is_public: bool,
    /// Is it meant to be called as a method?
    pub(super) uses_this: bool,
}

/// Something that cannot be in a text: where, and what to do about it.
pub(crate) type Refused = (Position, String);

const NOT_INSIDE: &str =
    "`import` stands at the top of a script, outside of functions, closures and blocks";

/// What is wrong with the imports of a text, if anything is: where, and in words.
pub(crate) fn refused_imports(tokens: &[(Token, Position)]) -> Option<Refused> {
    Outline::read(tokens).err()
}

impl Outline {
    /// Reads the tokens of a text.
    ///
    /// # Errors
    /// If its imports are none.
    pub(super) fn read(tokens: &[(Token, Position)]) -> Result<Self, Refused> {
        let mut outline = Outline::default();
        let mut depth = 0_usize;
        let mut function = String::new();
        for index in 0..tokens.len() {
            let next = |ahead: usize| tokens.get(index + ahead).map(|(token, _)| token);
            let (token, at) = &tokens[index];
            match token {
                Token::LeftBrace | Token::LeftParen | Token::LeftBracket | Token::MapStart => {
                    depth += 1;
                }
                Token::RightBrace | Token::RightParen | Token::RightBracket => {
                    depth = depth.saturating_sub(1);
                }
                Token::Import if depth > 0 => return Err((*at, NOT_INSIDE.to_owned())),
                Token::Import => outline.note_import(&tokens[index + 1..], *at)?,
                Token::Fn => function = outline.note_function(tokens, index),
                Token::Identifier(name) | Token::Reserved(name) if **name == *"this" => {
                    if let Some(defined) = outline.functions.get_mut(&function) {
                        defined.uses_this |= depth > 0;
                    }
                }
                Token::Const if depth == 0 => {
                    if let Some(Token::Identifier(name)) = next(1) {
                        outline.constants.push(name.to_string());
                    }
                }
                Token::Export if depth == 0 => outline.note_export(&tokens[index + 1..]),
                Token::Identifier(name) if next(1) == Some(&Token::DoubleColon) => {
                    let is_inner = index > 0 && tokens[index - 1].0 == Token::DoubleColon;
                    if !is_inner {
                        outline.note_use(&tokens[index + 2..], name, *at);
                    }
                }
                _ => {}
            }
        }
        outline.check_uses(tokens)?;
        Ok(outline)
    }

    /// The name behind the path in the text's own imports.
    pub(super) fn import_of(&self, alias: &str) -> Option<&Import> {
        let mut imports = self.imports.iter();
        imports.find(|import| import.alias.as_deref() == Some(alias))
    }

    fn note_import(&mut self, behind: &[(Token, Position)], word: Position) -> Result<(), Refused> {
        let token = |index: usize| behind.get(index).map(|(token, _)| token);
        let at = behind.first().map_or(word, |(_, at)| *at);
        let wrong = |what: &str| {
            let text = format!(
                "{what}after `import` comes a file in quotes: `import \"lib/words\" as words;`"
            );
            Err((at, text))
        };
        let path = match token(0) {
            Some(Token::StringConstant(path)) => path.to_string(),
            Some(Token::Identifier(name)) => {
                let hint = import_hint(name).map(|hint| format!("{hint}; "));
                return wrong(&hint.unwrap_or_default());
            }
            _ => return wrong(""),
        };
        let alias = match (token(1), token(2)) {
            (Some(Token::As), Some(Token::Identifier(alias))) => Some(alias.to_string()),
            (Some(Token::SemiColon | Token::EOF) | None, _) => None,
            _ => return wrong(""),
        };
        if let Some(alias) = &alias {
            let other = self.import_of(alias).filter(|import| import.path != path);
            if let Some(other) = other {
                let text = format!(
                    "`{alias}` is already the name of \"{}\"; choose another",
                    other.path
                );
                return Err((at, text));
            }
            if alias == "global" {
                let text = "`global` is the name of the script's own constants; choose another";
                return Err((at, text.to_owned()));
            }
        }
        self.imports.push(Import { path, alias, at });
        Ok(())
    }

    /// Notes the function at `index`; its name, if it has one that counts.
    fn note_function(&mut self, tokens: &[(Token, Position)], index: usize) -> String {
        let is_private = index > 0 && tokens[index - 1].0 == Token::Private;
        let behind = tokens.get(index + 1..index + 3);
        // What belongs to one type is a method of it everywhere: `fn int.double() { … }`.
        if let Some(
            [
                (Token::Identifier(name), at),
                (Token::LeftParen | Token::Unit, _),
            ],
        ) = behind
        {
            let defined = self.functions.entry(name.to_string()).or_default();
            defined.at.push(*at);
            defined.is_public |= !is_private;
            return name.to_string();
        }
        String::new()
    }

    fn note_export(&mut self, behind: &[(Token, Position)]) {
        let token = |index: usize| behind.get(index).map(|(token, _)| token);
        match (token(0), token(1), token(2)) {
            (Some(Token::Let | Token::Const), Some(Token::Identifier(name)), _) => {
                self.exports.push((name.to_string(), name.to_string()));
            }
            (Some(Token::Identifier(name)), Some(Token::As), Some(Token::Identifier(other))) => {
                self.exports.push((other.to_string(), name.to_string()));
            }
            (Some(Token::Identifier(name)), ..) => {
                self.exports.push((name.to_string(), name.to_string()));
            }
            _ => {}
        }
    }

    fn note_use(&mut self, behind: &[(Token, Position)], alias: &str, alias_at: Position) {
        let Some((Token::Identifier(name), at)) = behind.first() else {
            return;
        };
        if alias == "global" {
            self.globals.push((name.to_string(), *at));
            return;
        }
        let is_call = matches!(behind.get(1), Some((Token::LeftParen | Token::Unit, _)));
        self.uses.push(Use {
            alias: alias.to_owned(),
            alias_at,
            name: name.to_string(),
            at: *at,
            is_call,
        });
    }

    /// Refuses what looks through one module at another.
    fn check_uses(&self, tokens: &[(Token, Position)]) -> Result<(), Refused> {
        for parts in tokens.windows(4) {
            if let [
                (Token::Identifier(alias), _),
                (Token::DoubleColon, _),
                (Token::Identifier(inner), at),
                (Token::DoubleColon, _),
            ] = parts
                && self.import_of(alias).is_some()
            {
                let text = format!(
                    "what `{alias}` imports is not seen from here; import the file of `{inner}` in this one, too"
                );
                return Err((*at, text));
            }
        }
        Ok(())
    }
}
