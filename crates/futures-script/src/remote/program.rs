//! What a worker has to know before its first call: the script, and how it is run.

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::time::Duration;

use futures_core::host;
use rhai::config::hashing;

use super::bytes::{Read, Reader, damaged, put_bytes, put_int, put_number, put_text};
use super::inputs;
use crate::builder::Builder;
use crate::error::{ScriptError, ScriptErrorKind};
use crate::log_level::LogLevel;
use crate::modules::Given;
use crate::outside::http::Roots;
use crate::outside::{Permission, Permissions};
use crate::run::Run;
use crate::settings::Size;

/// The script and how it is run, on their way into a worker.
pub(crate) struct Program {
    /// The engine names closures by hashes, and both sides must choose the same names.
    seed: Option<[u64; 4]>,
    pub(super) name: String,
    pub(super) text: String,
    /// The script and its modules, as they were read; none if it has no modules.
    pub(super) units: Vec<Given>,
    /// The inputs of a session so far, which then has nothing else.
    pub(super) inputs: Option<Vec<u8>>,
    arguments: Vec<String>,
    log_level: LogLevel,
    size: Size,
    permissions: Permissions,
    roots: Roots,
    max_operations: Option<u64>,
    /// Does the parent group what calls print?
    pub(super) is_grouped: bool,
    /// When the run began, by the system's clock, which all processes share; in nanoseconds.
    began: i64,
    /// The time that scripts are told at the beginning of the run.
    began_for_scripts: Duration,
}

/// In an order that parent and worker agree upon.
pub(super) const LEVELS: [LogLevel; 5] = [
    LogLevel::Debug,
    LogLevel::Info,
    LogLevel::Warning,
    LogLevel::Error,
    LogLevel::Off,
];

impl Program {
    pub(crate) fn of(run: &Run) -> Self {
        let began = run.began();
        let ago = run.now().saturating_sub(began);
        let (session, linked) = match run.is_session() {
            true => (run.linked(), None),
            false => (None, run.linked()),
        };
        Program {
            seed: *hashing::get_hashing_seed(),
            name: run.source().to_owned(),
            text: run.text().to_owned(),
            units: linked.map(Given::all).unwrap_or_default(),
            inputs: session.map(|linked| {
                let mut inputs = Vec::new();
                inputs::put(linked, 0, linked.next(), &mut inputs);
                inputs
            }),
            arguments: run.vocabulary().arguments.clone(),
            log_level: run.log_level(),
            size: run.size(),
            permissions: run.permissions().clone(),
            roots: run.http().roots().clone(),
            max_operations: run.budget().max_operations(),
            is_grouped: run.is_grouped(),
            began: monotonic() - nanoseconds(ago),
            began_for_scripts: began,
        }
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.text.len() + self.name.len() + 64);
        out.push(self.seed.is_some().into());
        for part in self.seed.unwrap_or_default() {
            out.extend_from_slice(&part.to_le_bytes());
        }
        put_text(&self.name, &mut out);
        put_text(&self.text, &mut out);
        put_number(self.units.len() as u64, &mut out);
        for unit in &self.units {
            put_unit(unit, &mut out);
        }
        out.push(self.inputs.is_some().into());
        put_bytes(self.inputs.as_deref().unwrap_or_default(), &mut out);
        put_number(self.arguments.len() as u64, &mut out);
        for argument in &self.arguments {
            put_text(argument, &mut out);
        }
        let level = LEVELS.iter().position(|level| *level == self.log_level);
        out.push(level.unwrap_or_default() as u8);
        out.push((self.size == Size::Quick).into());
        put_permissions(&self.permissions, &mut out);
        put_roots(&self.roots, &mut out);
        // No limit allows for nothing.
        put_number(self.max_operations.unwrap_or_default(), &mut out);
        out.push(self.is_grouped.into());
        put_int(self.began, &mut out);
        put_int(nanoseconds(self.began_for_scripts), &mut out);
        out
    }

    pub(super) fn read(bytes: &[u8]) -> Read<Self> {
        let mut reader = Reader(bytes);
        let has_seed = reader.byte()? != 0;
        let mut seed = [0; 4];
        for part in &mut seed {
            *part = u64::from_le_bytes(reader.take(8)?.try_into().map_err(|_| damaged())?);
        }
        let name = reader.text()?.to_owned();
        let text = reader.text()?.to_owned();
        let units = (0..reader.count()?)
            .map(|_| take_unit(&mut reader))
            .collect::<Read<_>>()?;
        let is_session = reader.byte()? != 0;
        let inputs = Some(reader.bytes()?.to_vec()).filter(|_| is_session);
        let arguments = (0..reader.count()?)
            .map(|_| Ok(reader.text()?.to_owned()))
            .collect::<Read<_>>()?;
        let level = usize::from(reader.byte()?);
        let size = match reader.byte()? {
            0 => Size::Full,
            _ => Size::Quick,
        };
        let permissions = read_permissions(&mut reader)?;
        let roots = read_roots(&mut reader)?;
        let max_operations = Some(reader.number()?).filter(|most| *most > 0);
        let is_grouped = reader.byte()? != 0;
        let began = reader.int()?;
        let began_for_scripts = u64::try_from(reader.int()?).map_err(|_| damaged())?;
        Ok(Program {
            seed: has_seed.then_some(seed),
            name,
            text,
            units,
            inputs,
            arguments,
            log_level: *LEVELS.get(level).ok_or_else(damaged)?,
            size,
            permissions,
            roots,
            max_operations,
            is_grouped,
            began,
            began_for_scripts: Duration::from_nanos(began_for_scripts),
        })
    }

    /// Makes this process name closures as the parent does. To be called before anything else is done with the engine.
    ///
    /// # Errors
    /// If the program was faster.
    pub(super) fn agree_on_names(&self) -> Result<(), ScriptError> {
        // Refused if it is set already.
        if hashing::set_hashing_seed(self.seed).is_ok() || *hashing::get_hashing_seed() == self.seed
        {
            return Ok(());
        }
        Err(ScriptError::new(
            ScriptErrorKind::System,
            "the program of the workers used the engine before futures_script::init(), which must be the first line of its main",
        ))
    }

    /// An interpreter as the parent's.
    pub(super) fn configure(&self, mut builder: Builder) -> Builder {
        builder = builder
            .arguments(self.arguments.iter().cloned())
            .log_level(self.log_level)
            .permissions(self.permissions.clone())
            .roots(self.roots.clone());
        if self.size == Size::Quick {
            builder = builder.quick();
        }
        if let Some(most) = self.max_operations {
            builder = builder.max_operations(most);
        }
        builder
    }

    /// When the run began, as this process's clock would have shown, which then may not have been there yet: the time
    /// now, and what scripts are to take it for.
    pub(super) fn clock(&self) -> Clock {
        let ago = u64::try_from(monotonic() - self.began).unwrap_or_default();
        let for_scripts = self.began_for_scripts + Duration::from_nanos(ago);
        Clock {
            ahead: for_scripts.saturating_sub(host::now()),
            began: Some(self.began_for_scripts),
        }
    }

    /// As [`clock`](Self::clock), for a thread of the same simulated world, which has one clock for all.
    pub(super) fn clock_of_same_world(&self) -> Clock {
        Clock {
            ahead: Duration::ZERO,
            began: Some(self.began_for_scripts),
        }
    }
}

fn put_unit(unit: &Given, out: &mut Vec<u8>) {
    put_text(&unit.source, out);
    put_text(&unit.module, out);
    put_text(&unit.text, out);
    put_number(unit.imports.len() as u64, out);
    for (path, number) in &unit.imports {
        put_text(path, out);
        put_number(*number as u64, out);
    }
}

fn take_unit(reader: &mut Reader<'_>) -> Read<Given> {
    let source = reader.text()?.to_owned();
    let module = reader.text()?.to_owned();
    let text = reader.text()?.to_owned();
    let imports = (0..reader.count()?)
        .map(|_| {
            let path = reader.text()?.to_owned();
            let number = usize::try_from(reader.number()?).map_err(|_| damaged())?;
            Ok((path, number))
        })
        .collect::<Read<_>>()?;
    Ok(Given {
        source,
        module,
        text,
        imports,
    })
}

/// The time of a run in another process than its own.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clock {
    /// By how much the run's clock is ahead of that of this process.
    pub(crate) ahead: Duration,
    /// When the run began, by its own clock; `None` if it begins here and now.
    pub(crate) began: Option<Duration>,
}

fn put_roots(roots: &Roots, out: &mut Vec<u8>) {
    let certificates = roots.certificates();
    put_number(certificates.len() as u64, out);
    certificates.for_each(|certificate| put_bytes(certificate, out));
}

fn read_roots(reader: &mut Reader<'_>) -> Read<Roots> {
    let certificates = (0..reader.count()?).map(|_| Ok(reader.bytes()?.to_vec()));
    Ok(Roots::of_certificates(
        certificates.collect::<Read<Vec<_>>>()?,
    ))
}

fn put_permissions(permissions: &Permissions, out: &mut Vec<u8>) {
    let rules = permissions.rules();
    put_number(rules.len() as u64, out);
    for (what, thing) in rules {
        let number = Permission::ALL.iter().position(|known| *known == what);
        out.push(number.unwrap_or_default() as u8);
        // Nothing that can be allowed has an empty name.
        put_bytes(thing.unwrap_or_default().as_bytes(), out);
    }
}

fn read_permissions(reader: &mut Reader<'_>) -> Read<Permissions> {
    let rules = (0..reader.count()?).map(|_| {
        let what = Permission::ALL.get(usize::from(reader.byte()?));
        let n_bytes = reader.count()?;
        let thing = OsString::from_vec(reader.take(n_bytes)?.to_vec());
        Ok((
            *what.ok_or_else(damaged)?,
            Some(thing).filter(|thing| !thing.is_empty()),
        ))
    });
    Permissions::of_rules(rules.collect::<Read<Vec<_>>>()?).ok_or_else(damaged)
}

fn nanoseconds(time: Duration) -> i64 {
    i64::try_from(time.as_nanos()).unwrap_or(i64::MAX)
}

/// The system's clock that never goes back, which is the same for all processes. The host's begins anew in each.
fn monotonic() -> i64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    now.tv_sec * 1_000_000_000 + now.tv_nsec
}
