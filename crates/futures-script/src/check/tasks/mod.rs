//! What findings about futures, locks and pools have in common: what is started, what it gives back, which way it takes.

mod flow;
mod origin;
mod outcome;
mod served;
mod started;
mod waited;

pub(crate) use flow::{Exit, LockName, LockUse, Way, lock_use};
pub(crate) use origin::{PoolKind, is_own, made_by, origin};
pub(crate) use outcome::{Outcome, outcome, own_nodes};
pub(crate) use served::served;
pub(crate) use started::{Started, StartedKind, is_within, started};
pub(crate) use waited::waited;
