//! Tasks that use their own pool: they wait for other tasks of it, shut it down, and drop it.

use std::sync::Arc;

use futures_core::host::Lock;
use futures_core::{ErrorKind, Executor, Shutdown};

use crate::support::{Shared, refusal};
use crate::{InProcess, OnDrop, Op, Out, Probe};

/// A task that shuts its pool down starts the shutdown and goes on; the pool runs what it has and ends.
pub fn gap_shutdown_from_worker<F: InProcess>() {
    for mode in [Shutdown::Drain, Shutdown::CancelPending] {
        let fixture = F::new();
        let pool = Arc::new(fixture.pool(1));
        let gate = Arc::new(fixture.gate());
        let future = {
            let (own, gate) = (pool.clone(), gate.clone());
            let closure = move || {
                gate.stand();
                own.shutdown(mode);
                Out::Number(1)
            };
            fixture.submit_closure(&pool, Box::new(closure))
        };
        let queued = fixture.submit(&pool, Op::Return(2));
        gate.open();
        assert_eq!(*future.result().unwrap(), Out::Number(1));
        assert_eq!(queued.result().is_err(), mode.cancels());
        assert_eq!(
            refusal(&fixture, &pool, Op::Return(3)),
            Some(ErrorKind::ShutDown)
        );
        pool.shutdown(Shutdown::Drain);
        assert_eq!(fixture.workers(&pool).now, 0);
    }
}

/// A task may even drop the pool that runs it: it goes on, and so do the tasks behind it.
pub fn dev_shutdown_never_joins_itself<F: InProcess>() {
    for _ in 0..20 {
        let fixture = F::new();
        let pool = Arc::new(fixture.pool(2));
        let gate = Arc::new(fixture.gate());
        let ran = fixture.counter();
        let future = {
            let (own, gate, ran) = (pool.clone(), gate.clone(), ran.clone());
            let closure = move || {
                gate.stand();
                drop(Arc::into_inner(own).expect("the last owner"));
                ran.add();
                Out::Number(1)
            };
            fixture.submit_closure(&pool, Box::new(closure))
        };
        let behind: Vec<Shared> = (0..5)
            .map(|_| fixture.submit(&pool, gate.pass().then(ran.count())))
            .collect();
        drop(pool);
        gate.open();
        assert_eq!(*future.result().unwrap(), Out::Number(1));
        assert!(behind.iter().all(|future| future.result().is_ok()));
        assert_eq!(ran.get(), 6);
    }
}

/// A task that waits for one that is queued behind it in a full pool runs that one itself, before those between them.
pub fn dev_claimed_tasks_run_out_of_turn<F: InProcess>() {
    let fixture = Arc::new(F::new());
    let pool = Arc::new(fixture.pool(1));
    let order = Arc::new(Lock::new(Vec::new()));
    let note = |name: &'static str| {
        let order = order.clone();
        Box::new(move || {
            order.lock().push(name);
            Out::Text(name.to_owned())
        })
    };
    let (earlier, awaited) = (note("earlier"), note("awaited"));
    let waiter = {
        let (maker, own) = (fixture.clone(), pool.clone());
        let closure = move || {
            drop(maker.submit_closure(&own, earlier));
            let awaited = maker.submit_closure(&own, awaited);
            match awaited.result() {
                Ok(out) => Out::Text(format!("got {out:?}")),
                Err(error) => Out::Text(error.to_string()),
            }
        };
        fixture.submit_closure(&pool, Box::new(closure))
    };
    assert_eq!(
        *waiter.result().unwrap(),
        Out::Text("got Text(\"awaited\")".to_owned())
    );
    pool.shutdown(Shutdown::Drain);
    assert_eq!(*order.lock(), ["awaited", "earlier"]);
    assert_eq!(fixture.workers(&pool).most, 1);
}

/// Of tasks that wait for each other in a ring one gets an error that names the ring; then all others end.
pub fn dev_cycle_is_an_error<F: InProcess>() {
    for size in [1, 2, 3] {
        for _ in 0..20 {
            ring::<F>(size);
        }
    }
}

fn ring<F: InProcess>(size: usize) {
    let fixture = F::new();
    let pool = fixture.pool(size);
    let members: Arc<Lock<Vec<Shared>>> = Arc::default();
    let gate = Arc::new(fixture.gate());
    for number in 0..size {
        let (ring, gate) = (members.clone(), gate.clone());
        let closure = move || {
            gate.stand();
            let next = ring.lock()[(number + 1) % size].clone();
            match next.result() {
                Ok(_) => Out::Nothing,
                Err(error) => Out::Text(format!("{:?}: {error}", error.kind())),
            }
        };
        let future = fixture.submit_closure(&pool, Box::new(closure));
        members.lock().push(future);
    }
    // All of them have begun, so nobody runs another one in place.
    gate.wait_arrived(size as u64);
    gate.open();
    // Taken out, since the tasks keep the list and the list the tasks.
    let futures = members.lock().clone();
    for future in &futures {
        future.wait().unwrap();
    }
    let members = std::mem::take(&mut *members.lock());
    expect_one_ring(&members);
}

/// Exactly one of the tasks was told, and it was told of each of them.
#[track_caller]
fn expect_one_ring(members: &[Shared]) {
    let errors: Vec<String> = members
        .iter()
        .filter_map(|future| match future.result() {
            Ok(Out::Text(text)) => Some(text.clone()),
            _ => None,
        })
        .collect();
    let [error] = &errors[..] else {
        panic!("expected one error: {errors:?}");
    };
    assert!(error.starts_with("Deadlock: deadlock: "), "{error}");
    for future in members {
        let name = format!("waits for task {}", future.id());
        assert!(error.contains(&name), "{name:?} is not in {error:?}");
    }
}

/// The same if one of the ring runs on top of another, on the only worker.
pub fn dev_cycle_through_a_task_run_in_place<F: InProcess>() {
    for _ in 0..20 {
        let fixture = Arc::new(F::new());
        let pool = Arc::new(fixture.pool(1));
        let outer: Arc<Lock<Option<Shared>>> = Arc::default();
        let inner: Arc<Lock<Option<Shared>>> = Arc::default();
        let gate = Arc::new(fixture.gate());
        let wait_for = |slot: &Arc<Lock<Option<Shared>>>| {
            let (slot, gate) = (slot.clone(), gate.clone());
            Box::new(move || {
                gate.stand();
                let future = slot.lock().take().expect("set before the gate was opened");
                match future.result() {
                    Ok(_) => Out::Nothing,
                    Err(error) => Out::Text(format!("{:?}: {error}", error.kind())),
                }
            })
        };
        let members = [
            fixture.submit_closure(&pool, wait_for(&inner)),
            fixture.submit_closure(&pool, wait_for(&outer)),
        ];
        *outer.lock() = Some(members[0].clone());
        *inner.lock() = Some(members[1].clone());
        gate.open();
        for future in &members {
            future.wait().unwrap();
        }
        expect_one_ring(&members);
        assert_eq!(fixture.workers(&pool).most, 1);
    }
}

/// A panic whose payload panics in turn when it is dropped is still no more than the error of its task.
pub fn drop_of_a_panic_payload_panics<F: InProcess>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let probe = Probe::new(fixture.world(), OnDrop::Panic);
    let live = probe.live();
    let future = fixture.submit_closure(&pool, Box::new(move || std::panic::panic_any(live)));
    let next = fixture.submit(&pool, Op::Return(1));
    assert!(future.exception().unwrap().unwrap().is_panicked());
    assert_eq!(*next.result().unwrap(), Out::Number(1));
    assert_eq!(probe.dropped(), 1);
}
