//! One workload per file; each runs on any [`Pool`](crate::pool::Pool) and yields the values of its metrics in the
//! order in which the catalogue lists them.

mod allocations;
mod as_completed;
mod idle;
mod map;
mod pending;
mod producers;
mod repeat;
mod round_trip;
mod throughput;

pub(crate) use allocations::allocations;
pub(crate) use as_completed::as_completed;
pub(crate) use idle::{idle, idle_by};
pub(crate) use map::{map, map_by};
pub(crate) use pending::pending;
pub(crate) use producers::producers;
pub(crate) use repeat::{median_per_unit, sum_below, time_per_unit};
pub(crate) use round_trip::{round_trip, round_trip_by};
pub(crate) use throughput::throughput;
