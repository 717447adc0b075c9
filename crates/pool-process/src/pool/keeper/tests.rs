//! A keeper whom the system refuses what every program is given.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::{Keeper, Kept};
use crate::pool::after::After;
use crate::pool::core::Core;
use crate::pool::staff::Post;
use crate::pool::testing::config;
use crate::sys::faults::SpawnFaults;
use crate::sys::poll::Poll;
use crate::sys::testing::{start, wait_for};

/// More turns than it takes at its pace, and far fewer than one that does not rest makes in the time.
const MAX_TURNS: usize = 200;

#[test]
fn one_that_cannot_wait_breaks_the_pool_buries_the_workers_and_rests_in_between() {
    let mut config = config();
    config.kill_grace = Duration::from_millis(100);
    let core = Arc::new(Core::new(config, SpawnFaults::default()).unwrap());
    let number = core.desk.lock().hire(Post::Regular, &mut After::default());
    let (child, line) = start("trap '' TERM; echo >&0; read nothing");
    wait_for(&line);
    let kept = Kept { child, due: None };
    let mut keeper = Keeper {
        core: &core,
        poll: Poll::broken(),
        kept: BTreeMap::from([(number, kept)]),
        later: Vec::new(),
        unread: None,
    };
    let mut n_turns = 0;
    while !keeper.is_done() {
        keeper.turn();
        n_turns += 1;
        assert!(n_turns < MAX_TURNS, "it spins");
    }
    let reason = core.desk.lock().broken.as_ref().unwrap().to_string();
    assert!(
        reason.starts_with("ProcessPool-0 cannot watch its processes: "),
        "{reason}"
    );
}
