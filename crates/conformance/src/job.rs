//! Operations as jobs of a pool whose workers are threads of this process.

use std::fmt;
use std::sync::Arc;

use futures_core::{Error, Job};

use crate::{CounterId, LiveProbe, Op, Out, World};

/// One operation, to be performed in a given world. Holds the probes among its arguments.
pub struct OpJob {
    op: Op,
    world: Arc<dyn World>,
    arguments: Vec<LiveProbe>,
}

impl OpJob {
    /// A job that performs `op` in `world`.
    pub fn new(op: Op, world: Arc<dyn World>) -> Self {
        let arguments = op.carried().into_iter();
        let arguments = arguments
            .map(|id| LiveProbe::new(id, world.clone()))
            .collect();
        OpJob {
            op,
            world,
            arguments,
        }
    }
}

impl Job for OpJob {
    type Output = Out;

    fn run(self) -> Result<Out, Error> {
        let result = perform(self.op, &self.world);
        drop(self.arguments);
        result
    }
}

impl fmt::Debug for OpJob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OpJob").field(&self.op).finish()
    }
}

/// Does what `op` says.
///
/// # Errors
/// That of [`Op::Fail`].
///
/// # Panics
/// If `op` says so, or if a wait in it is interrupted.
pub fn perform(op: Op, world: &Arc<dyn World>) -> Result<Out, Error> {
    match op {
        Op::Return(number) => Ok(Out::Number(number)),
        Op::Text(text) => Ok(Out::Text(text)),
        Op::Power { base, exponent } => Ok(Out::Number(base.pow(exponent))),
        Op::Fail(message) => Err(Error::failed(message)),
        Op::Panic(message) => panic!("{message}"),
        Op::Pass(gate) => {
            world.add(gate.arrived);
            wait_for(world, gate.opened, 1);
            Ok(Out::Nothing)
        }
        Op::Open(gate) => {
            world.add(gate.opened);
            Ok(Out::Nothing)
        }
        Op::Count(counter) => Ok(number(world.add(counter))),
        Op::Read(counter) => Ok(number(world.get(counter))),
        Op::Meet(counter, count) => {
            world.add(counter);
            wait_for(world, counter, count);
            Ok(Out::Nothing)
        }
        Op::FailFrom(counter, least) => match world.add(counter) {
            count if count >= least => Err(Error::failed(format!("number {count} failed"))),
            count => Ok(number(count)),
        },
        Op::Carry(_) => Ok(Out::Nothing),
        Op::Give(probe) => Ok(Out::Probe(LiveProbe::new(probe, world.clone()))),
        Op::Seq(ops) => {
            let mut last = Out::Nothing;
            for op in ops {
                last = perform(op, world)?;
            }
            Ok(last)
        }
    }
}

fn wait_for(world: &Arc<dyn World>, counter: CounterId, count: u64) {
    let reached = world.wait_for(counter, count, None);
    assert!(reached, "the wait of a task was interrupted");
}

fn number(count: u64) -> Out {
    Out::Number(i64::try_from(count).expect("a test counts small numbers"))
}
