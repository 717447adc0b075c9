//! Maps with failing items: each fails alone, and the iteration goes on.

use futures_core::{ErrorKind, MapOptions};

use super::map::{all_numbers, next_error, next_number};
use crate::{Fixture, Op};

/// After a failed item come the results of the others; nothing is cancelled.
pub fn dev_map_goes_on<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(1);
    let items = [
        Op::Return(0),
        Op::Fail("the second".to_owned()),
        Op::Return(2),
        Op::Panic("the fourth".to_owned()),
        Op::Return(4),
    ];
    for options in [MapOptions::new(), MapOptions::new().buffer_size(1)] {
        let items = Box::new(items.clone().into_iter());
        let mut results = fixture.map(&pool, options, items);
        assert_eq!(next_number(&mut results), 0);
        assert_eq!(next_error(&mut results), ErrorKind::Failed);
        assert_eq!(next_number(&mut results), 2);
        assert_eq!(next_error(&mut results), ErrorKind::Panicked);
        assert_eq!(all_numbers(results), [4]);
    }
}

/// Of a chunk, only the failing items fail, each with its own error.
pub fn dev_chunk_items_fail_singly<F: Fixture>() {
    let fixture = F::new();
    let pool = fixture.pool(2);
    for chunk in [2, 3, 5, 10] {
        let items = (0..10).map(|number| match number {
            1 | 5 => Op::Panic(format!("item {number}")),
            2 | 9 => Op::Fail(format!("item {number}")),
            _ => Op::Return(number),
        });
        let options = MapOptions::new().chunk_size(chunk);
        let results = fixture.map(&pool, options, Box::new(items));
        let texts: Vec<String> = results
            .map(|result| match result {
                Ok(out) => format!("{out:?}"),
                Err(error) => match error.panic_message() {
                    Some(message) => message.to_owned(),
                    None => error.to_string(),
                },
            })
            .collect();
        let expected: Vec<String> = (0..10)
            .map(|number| match number {
                1 | 2 | 5 | 9 => format!("item {number}"),
                _ => format!("Number({number})"),
            })
            .collect();
        assert_eq!(texts, expected, "chunks of {chunk}");
    }
}
