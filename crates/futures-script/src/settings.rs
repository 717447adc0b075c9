//! What an interpreter wants of its runs.

use std::sync::Arc;
use std::time::Duration;

use timeline::Recorder;

use crate::budget::Limits;
use crate::complaint::Complaint;
use crate::groups::Groups;
use crate::input::InputOf;
use crate::known::Vocabulary;
use crate::log_level::LogLevel;
use crate::modules::ImportFrom;
use crate::output::Output;
use crate::outside::http::Roots;
use crate::outside::{Answers, Permissions, Recording};
use crate::remote::{Clock, Process};

/// Where a run writes a line of text.
pub(crate) type Sink = Arc<dyn Fn(&str) + Send + Sync>;

/// Where a run says what no code of the script is there to hear.
pub(crate) type Complaints = Arc<dyn Fn(&Complaint) + Send + Sync>;

/// What an interpreter wants of its runs.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) vocabulary: Arc<Vocabulary>,
    pub(crate) input: InputOf,
    pub(crate) output: Output,
    /// What is held back until its task ends, if output is grouped.
    pub(crate) groups: Option<Arc<Groups>>,
    pub(crate) complaints: Complaints,
    /// How long an end after a failure may take before it is told.
    pub(crate) patience: Duration,
    pub(crate) limits: Limits,
    pub(crate) log_level: LogLevel,
    pub(crate) permissions: Arc<Permissions>,
    /// Where scripts find what they import.
    pub(crate) import_from: ImportFrom,
    /// What the network and commands say in a simulation.
    pub(crate) answers: Option<Answers>,
    /// Who keeps what they say in the real world.
    pub(crate) recording: Option<Recording>,
    /// Who vouches for servers.
    pub(crate) roots: Arc<Roots>,
    pub(crate) unretrieved: Unretrieved,
    pub(crate) size: Size,
    pub(crate) clock: Clock,
    /// Who hears what happens, if anybody.
    pub(crate) recorder: Option<Recorder>,
    /// The simulated process that the runs are in, if they are in one.
    pub(crate) process: Option<Arc<Process>>,
}

/// What becomes of a run in which failures were never retrieved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unretrieved {
    /// It fails.
    Fails,
    /// They are reported, and that is all.
    IsReported,
}

/// Which of its two sizes a script takes where it asks for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    /// The one that makes its point.
    Full,
    /// The one that lets a test pass in no time.
    Quick,
}
