//! What the tasks of the suite do: one closed language of plain data, so that a pool whose workers are other processes can
//! run it as well.

use serde::{Deserialize, Serialize};

use crate::{LiveProbe, ProbeId};

/// Names a count that the test and its tasks share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CounterId(pub u32);

/// Names a gate: two counters, of those who have come and of how often it was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateId {
    /// Counts those who have come to the gate.
    pub arrived: CounterId,
    /// 0 while the gate is closed.
    pub opened: CounterId,
}

/// What a task does. Numbers, texts and names only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Op {
    /// Returns [`Out::Number`].
    Return(i64),
    /// Returns [`Out::Text`].
    Text(String),
    /// Returns `base` to the power of `exponent`.
    Power {
        /// The base.
        base: i64,
        /// The exponent.
        exponent: u32,
    },
    /// Fails with this message: the task's own error.
    Fail(String),
    /// Panics with this message.
    Panic(String),
    /// Stands at a gate until it is open.
    Pass(GateId),
    /// Opens a gate.
    Open(GateId),
    /// Adds one to a counter and returns the new count.
    Count(CounterId),
    /// Returns the count.
    Read(CounterId),
    /// Adds one to a counter and waits until it has reached the number: a meeting of that many tasks.
    Meet(CounterId, u64),
    /// Adds one to a counter and fails if the new count is at least the number.
    FailFrom(CounterId, u64),
    /// Does nothing; the probe is an argument of the task, alive for as long as its job.
    Carry(ProbeId),
    /// Returns a value with a probe in it.
    Give(ProbeId),
    /// Does one after the other and returns what the last one returned. The first failure is the whole's.
    Seq(Vec<Op>),
}

impl Op {
    /// This, then `next`.
    pub fn then(self, next: Op) -> Op {
        match self {
            Op::Seq(mut ops) => {
                ops.push(next);
                Op::Seq(ops)
            }
            first => Op::Seq(vec![first, next]),
        }
    }

    /// The probes among the arguments.
    pub fn carried(&self) -> Vec<ProbeId> {
        match self {
            Op::Carry(probe) => vec![*probe],
            Op::Seq(ops) => ops.iter().flat_map(Op::carried).collect(),
            _ => Vec::new(),
        }
    }
}

/// What a task returns.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub enum Out {
    /// Nothing worth telling.
    Nothing,
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
    /// A value that counts its drop.
    Probe(LiveProbe),
}
