//! The list of everything that scripts see.

use crate::language::{
    Definitions, as_completed, atomic, barrier, cell, check, check_eq, check_throws, checksum,
    collections, crash, csv, entries, environment, equality, error, event, exit, files, folders,
    future, gather, http, json, lines, list, lock, log, map, numbers, pad, paths, pool, print,
    process_pool, queue, range, read_line, regex, response, run_command, scaled, semaphore, show,
    sort, system, text, thread, time, to_thread, wait, with,
};
use crate::reference::builtin;

/// Teaches the engine the whole language.
pub(crate) fn define(language: &mut Definitions<'_>) {
    for entries in builtin::PARTS {
        language.documented(entries);
    }
    error::define(language);
    exit::define(language);
    check::define(language);
    check_eq::define(language);
    check_throws::define(language);
    future::define(language);
    pool::define(language);
    process_pool::define(language);
    map::define(language);
    wait::define(language);
    as_completed::define(language);
    gather::define(language);
    lock::define(language);
    semaphore::define(language);
    event::define(language);
    barrier::define(language);
    queue::define(language);
    list::define(language);
    cell::define(language);
    atomic::define(language);
    collections::define(language);
    range::define(language);
    numbers::define(language);
    pad::define(language);
    text::define(language);
    thread::define(language);
    to_thread::define(language);
    log::define(language);
    time::define(language);
    scaled::define(language);
    system::define(language);
    crash::define(language);
    print::define(language);
    read_line::define(language);
    regex::define(language);
    files::define(language);
    lines::define(language);
    folders::define(language);
    entries::define(language);
    paths::define(language);
    json::define(language);
    csv::define(language);
    checksum::define(language);
    environment::define(language);
    http::define(language);
    response::define(language);
    run_command::define(language);
    show::define(language);
    equality::define(language);
    sort::define(language);
    with::define(language);
}
