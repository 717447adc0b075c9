//! Why there is no pool: an option that cannot be, or a system that has nothing left.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::sync::Arc;

use futures_core::Error;

use crate::pool::builder::MAX_WORKERS;

/// Why there is no pool.
///
/// Ask with the `is_…` predicates; [`option`](BuildError::option) says which option of the [`Builder`](crate::Builder)
/// is meant, if one is.
///
/// ```
/// let error = pool_process::ProcessPool::builder()
///     .program("/bin/true", [""; 0])
///     .max_workers(0)
///     .build()
///     .unwrap_err();
/// assert!(error.is_invalid_option());
/// assert_eq!(error.option(), Some("max_workers"));
/// assert_eq!(error.to_string(), "max_workers must be between 1 and 1000, got 0");
/// ```
#[derive(Clone, Debug)]
pub struct BuildError(Problem);

#[derive(Clone, Debug)]
enum Problem {
    OutOfRange {
        option: &'static str,
        value: usize,
        least: usize,
        most: usize,
    },
    NoTime(&'static str),
    Nul(&'static str),
    NotInitialised,
    Unreal,
    Initializer(Error),
    System(Arc<io::Error>),
}

impl BuildError {
    pub(super) fn no_time(option: &'static str) -> Self {
        BuildError(Problem::NoTime(option))
    }

    pub(super) fn not_initialised() -> Self {
        BuildError(Problem::NotInitialised)
    }

    pub(super) fn unreal() -> Self {
        BuildError(Problem::Unreal)
    }

    pub(super) fn initializer(error: Error) -> Self {
        BuildError(Problem::Initializer(error))
    }

    pub(super) fn system(error: io::Error) -> Self {
        BuildError(Problem::System(Arc::new(error)))
    }

    pub(super) fn check(
        option: &'static str,
        value: usize,
        least: usize,
        most: usize,
    ) -> Result<(), Self> {
        if (least..=most).contains(&value) {
            return Ok(());
        }
        Err(BuildError(Problem::OutOfRange {
            option,
            value,
            least,
            most,
        }))
    }

    pub(super) fn check_name(option: &'static str, name: &str) -> Result<(), Self> {
        match name.contains('\0') {
            true => Err(BuildError(Problem::Nul(option))),
            false => Ok(()),
        }
    }

    /// The name of the option that cannot be as it is.
    pub fn option(&self) -> Option<&'static str> {
        match &self.0 {
            Problem::OutOfRange { option, .. } | Problem::NoTime(option) | Problem::Nul(option) => {
                Some(option)
            }
            Problem::Initializer(_) => Some("initializer"),
            Problem::NotInitialised | Problem::Unreal | Problem::System(_) => None,
        }
    }

    /// Is an option out of its range?
    pub fn is_invalid_option(&self) -> bool {
        matches!(
            self.0,
            Problem::OutOfRange { .. } | Problem::NoTime(_) | Problem::Nul(_)
        )
    }

    /// Does the program's `main` not begin with [`init`](crate::init)?
    pub fn is_not_initialised(&self) -> bool {
        matches!(self.0, Problem::NotInitialised)
    }

    /// Can the initializer, or its argument, not be sent to a worker? The [`source`](StdError::source) says why.
    pub fn is_initializer(&self) -> bool {
        matches!(self.0, Problem::Initializer(_))
    }

    /// Was the pool to be made in a world whose threads do not run by themselves, such as a simulation?
    pub fn is_unreal(&self) -> bool {
        matches!(self.0, Problem::Unreal)
    }

    /// Has the system no threads, files or memory left? The [`source`](StdError::source) is what it said.
    pub fn is_system(&self) -> bool {
        matches!(self.0, Problem::System(_))
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Problem::OutOfRange {
                option,
                value,
                least,
                most,
            } if *most == MAX_WORKERS => write!(
                f,
                "{option} must be between {least} and {most}, got {value}"
            ),
            Problem::OutOfRange {
                option,
                value,
                least,
                ..
            } => write!(f, "{option} must be at least {least}, got {value}"),
            Problem::NoTime(option) => write!(f, "{option} must be longer than nothing"),
            Problem::Nul(option) => write!(f, "{option} must not contain a NUL character"),
            Problem::NotInitialised => f.write_str(
                "a process pool starts the running program again as its workers, so the program's main must begin \
                 with pool_process::init()",
            ),
            Problem::Unreal => f.write_str(
                "a process pool needs the real host: its workers are processes, which no simulated world can hold up",
            ),
            Problem::Initializer(error) => write!(f, "the initializer cannot be sent: {error}"),
            Problem::System(error) => write!(f, "the system has nothing left for a pool: {error}"),
        }
    }
}

impl StdError for BuildError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0 {
            Problem::Initializer(error) => Some(error),
            Problem::System(error) => Some(&**error),
            Problem::OutOfRange { .. }
            | Problem::NoTime(_)
            | Problem::Nul(_)
            | Problem::NotInitialised
            | Problem::Unreal => None,
        }
    }
}
