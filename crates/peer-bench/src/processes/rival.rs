//! The rival on this side: procspawn.

use procspawn::{JoinHandle, Pool};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::pool::{Call, Processes, Sent, increment};

/// Bytes that serde does not take one by one.
#[derive(Serialize, Deserialize)]
pub(super) struct Bytes(ByteBuf);

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes(ByteBuf::from(bytes))
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Processes for Pool {
    type Bytes = Bytes;
    const WINDOW: usize = 1_000;

    fn start(n_workers: usize) -> Self {
        Pool::new(n_workers).expect("processes can be started")
    }

    fn call<A: Sent, R: Sent>(&self, function: fn(A) -> R, argument: A) -> impl Call<R> {
        self.spawn(argument, function)
    }

    fn sum_in_chunks(&self, _: fn(u64) -> u64, n_items: u64) -> u64 {
        let chunk = |start: u64| (start..(start + 1_000).min(n_items)).collect::<Vec<u64>>();
        let calls: Vec<JoinHandle<Vec<u64>>> = (0..n_items)
            .step_by(1_000)
            .map(|start| self.spawn(chunk(start), increment_all))
            .collect();
        let results = calls
            .into_iter()
            .flat_map(|call| call.join().expect("the call returns"));
        results.sum()
    }
}

fn increment_all(items: Vec<u64>) -> Vec<u64> {
    items.into_iter().map(increment).collect()
}

impl<R: Sent> Call<R> for JoinHandle<R> {
    fn wait(self) -> Option<R> {
        self.join().ok()
    }
}
