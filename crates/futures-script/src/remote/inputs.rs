//! The inputs of a session on their way into its workers.
//!
//! A pool's workers are told those that had been run when the pool was made, and each call brings the later ones along
//! whose functions it may need: of a worker nobody knows which calls it will be given, and it may have to begin anew.
//! What a worker has compiled it keeps.

use std::collections::BTreeMap;
use std::sync::Arc;

use rhai::{AST, Module, Shared};

use super::bytes::{Read, Reader, damaged, put_number, put_text};
use crate::known::OwnNames;
use crate::modules::{Linked, Part, Unit, compile_functions};
use crate::run::Run;

/// What the functions of a session are in one worker.
pub(super) struct Received {
    linked: Arc<Linked>,
    /// What was known when the pool was made.
    first: AST,
    /// The functions of later texts, by their numbers.
    compiled: BTreeMap<usize, AST>,
    /// The last ones that came along with a call, and what they and the first make up.
    last: Vec<u8>,
    library: Shared<Module>,
}

/// The texts with functions that a session has, from the number `from` on to `to`, as bytes.
pub(super) fn put(linked: &Linked, from: usize, to: usize, out: &mut Vec<u8>) {
    let units = linked.units_with_functions(from, to);
    put_number(units.len() as u64, out);
    for (number, unit) in units {
        put_number(number as u64, out);
        out.push((unit.part == Part::Module).into());
        put_text(&unit.source, out);
        put_text(&unit.module, out);
        put_text(&unit.text, out);
        put_number(unit.lines_before as u64, out);
        put_number(unit.aliases.len() as u64, out);
        for (alias, number) in &unit.aliases {
            put_text(alias, out);
            put_number(*number as u64, out);
        }
    }
}

fn take_number(reader: &mut Reader<'_>) -> Read<usize> {
    usize::try_from(reader.number()?).map_err(|_| damaged())
}

fn take(bytes: &[u8]) -> Read<Vec<(usize, Unit)>> {
    let mut reader = Reader(bytes);
    let unit = |reader: &mut Reader<'_>| {
        let number = take_number(reader)?;
        let part = match reader.byte()? {
            0 => Part::Input,
            _ => Part::Module,
        };
        let source = reader.text()?.to_owned();
        let module = reader.text()?.to_owned();
        let text = reader.text()?.to_owned();
        let before = take_number(reader)?;
        let mut unit = Unit::new(part, &source, module, text.into(), before);
        for _ in 0..reader.count()? {
            let alias = reader.text()?.to_owned();
            unit.aliases.insert(alias, take_number(reader)?);
        }
        Ok((number, unit))
    };
    (0..reader.count()?).map(|_| unit(&mut reader)).collect()
}

impl Received {
    /// Those that are known from the beginning.
    ///
    /// # Errors
    /// If one cannot be compiled here.
    pub(super) fn new(run: &Run, bytes: &[u8]) -> Read<Self> {
        let mut received = Received {
            linked: Arc::default(),
            first: AST::empty(),
            compiled: BTreeMap::new(),
            last: Vec::new(),
            library: Shared::default(),
        };
        run.set_linked(received.linked.clone());
        received.first.set_source(run.source());
        let first = received.with(run, bytes)?;
        received.library = first.shared_lib().clone();
        received.first = first;
        Ok(received)
    }

    /// The functions that are known from the beginning.
    pub(super) fn first_library(&self) -> Shared<Module> {
        self.first.shared_lib().clone()
    }

    /// The functions that a call sees which brings these inputs along.
    ///
    /// # Errors
    /// If one cannot be compiled here.
    pub(super) fn library(&mut self, run: &Run, bytes: &[u8]) -> Read<Shared<Module>> {
        if bytes != self.last {
            self.library = self.with(run, bytes)?.shared_lib().clone();
            self.last = bytes.to_vec();
        }
        Ok(self.library.clone())
    }

    /// The first functions and these.
    fn with(&mut self, run: &Run, bytes: &[u8]) -> Read<AST> {
        let mut all = self.first.clone();
        if bytes.is_empty() {
            return Ok(all);
        }
        for (number, unit) in take(bytes)? {
            if !self.compiled.contains_key(&number) {
                let functions = compile_functions(run.engine(), number, &unit)?;
                run.add_own_names(OwnNames::of(&functions));
                self.linked.add(number, Arc::new(unit));
                self.compiled.insert(number, functions);
            }
            if let Some(functions) = self.compiled.get(&number) {
                all.combine(functions.clone());
            }
        }
        Ok(all)
    }
}
