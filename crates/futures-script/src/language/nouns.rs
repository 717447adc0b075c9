//! The list of everything that scripts see.

use crate::language::{
    Definitions, as_completed, error, exit, future, gather, map, pool, print, system, time, wait,
    with,
};

/// Teaches the engine the whole language.
pub(crate) fn define(language: &mut Definitions<'_>) {
    error::define(language);
    exit::define(language);
    future::define(language);
    pool::define(language);
    map::define(language);
    wait::define(language);
    as_completed::define(language);
    gather::define(language);
    time::define(language);
    system::define(language);
    print::define(language);
    with::define(language);
}
