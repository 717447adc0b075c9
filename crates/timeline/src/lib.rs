//! What happened in pools, as a picture.
//!
//! A [`Recorder`] listens to pools and threads and keeps what it hears. What it has heard so far is a [`Timeline`]: lanes
//! with bars, waits and marks, which knows nothing of how it is drawn. [`Text`] draws it for a terminal:
//!
//! ```
//! use std::time::Duration;
//!
//! use futures_core::{Event, Observer, Status, TaskId};
//! use timeline::{Recorder, Text};
//!
//! let recorder = Recorder::new();
//! // A pool is told of it by its builder's `observer`; here its events are made by hand.
//! let pool = recorder.pool("downloads");
//! let task = TaskId::new(1, 1);
//! let at = Duration::from_millis;
//! pool.observe(at(0), &Event::Submitted { task, label: Some("logo".to_owned()) });
//! pool.observe(at(0), &Event::Started { task, worker: 0 });
//! pool.observe(at(40), &Event::Ended { task, worker: 0, status: Status::Finished });
//!
//! let picture = Text::new().width(60).draw(&recorder.timeline());
//! assert_eq!(picture, "\
//! downloads   1 task
//!   worker 0  1 logo██████████████████████████████████████████
//!             ├───────────┼───────────┼───────────┼──────────┤
//!             0         10 ms       20 ms       30 ms    40 ms
//! █ works
//! ");
//! ```
//!
//! # What a picture cannot show
//!
//! Only what somebody tells the recorder. Pools tell of submits, starts, ends and cancels, and of waits in which a
//! worker lends its place; waits of other kinds, and threads that work for no pool, are told of by whoever knows them,
//! through [`Recorder::task_waits`] and [`Recorder::thread`].

mod assemble;
mod draft;
mod log;
mod model;
mod recorder;
mod text;

pub use model::{Backlog, Bar, Lane, Mark, Moment, Outcome, Pool, Span, Timeline, Unrun, Wait};
pub use recorder::{PoolRecorder, Recorder, ThreadRecorder};
pub use text::Text;
