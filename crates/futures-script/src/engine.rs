//! The engine as scripts need it: limits that fit the stack, no lock that all threads would share, and the language.

use rhai::{Dynamic, Engine, Map, OptimizationLevel};

use crate::constants;
use crate::current;
use crate::known::Vocabulary;
use crate::language::{self, Definitions};
use crate::limits;
use crate::modules::Importer;
use crate::statements;
use crate::variables::{self, WithNames};

/// The names of closures are hashes, which the engine seeds by chance in each process. With a seed of its own choice a
/// program gives them the same names in every run and in its child processes. The price is that somebody who writes
/// scripts could make names collide; scripts are trusted.
const HASHING_SEED: [u64; 4] = [0x66_75_74, 0x75_72_65, 0x73_2d_73, 0x63_72_69];

/// Nesting of expressions at the top of a script and inside functions. The parser is recursive, and a script that needs
/// more is generated.
const MAX_EXPRESSION_DEPTHS: (usize, usize) = (128, 64);

/// What an embedding program adds to the language.
pub(crate) type Extension = Box<dyn FnOnce(&mut Engine)>;

/// Builds an engine that knows the language and `extensions`.
pub(crate) fn build(vocabulary: &mut Vocabulary, extensions: Vec<Extension>) -> Engine {
    // Fails if the program used the engine before, and then its seed is as good.
    let _ = rhai::config::hashing::set_hashing_seed(Some(HASHING_SEED));
    let mut engine = Engine::new();
    // The optimizer drops loops with nothing in their blocks, which may wait or throw, and names that do not exist.
    engine.set_optimization_level(OptimizationLevel::None);
    // One lock for all threads, with a sleep of 10 ms on contention, for little gain.
    engine.set_max_strings_interned(0);
    // The engine's own resolver would load files from anywhere.
    engine.set_module_resolver(Importer::default());
    engine.set_max_call_levels(limits::MAX_CALL_LEVELS);
    engine.set_max_expr_depths(MAX_EXPRESSION_DEPTHS.0, MAX_EXPRESSION_DEPTHS.1);
    statements::watch_tokens(&mut engine);
    constants::watch(&mut engine);
    engine.on_progress(|_| current::progress());
    let with_names = WithNames::default();
    let mut constants = Map::new();
    let mut definitions = Definitions {
        engine: &mut engine,
        handles: &mut vocabulary.handles,
        with_names: &with_names,
        constants: &mut constants,
        entries: &mut vocabulary.entries,
    };
    language::define(&mut definitions);
    let arguments = vocabulary.arguments.iter().cloned();
    let arguments: Vec<Dynamic> = arguments.map(Dynamic::from).collect();
    definitions.constants([("ARGS", arguments.into())]);
    vocabulary.constants = constants.keys().map(|name| name.as_str().into()).collect();
    variables::resolve(
        &mut engine,
        vocabulary.handles.clone(),
        with_names,
        constants,
    );
    for extension in extensions {
        extension(&mut engine);
    }
    engine
}
