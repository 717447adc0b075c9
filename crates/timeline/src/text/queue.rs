//! The line below the workers of a pool: how many tasks wait for a worker, and what became of those that never had one.

use crate::model::{Outcome, Pool};

use super::cells::{Paint, Row, width_of};
use super::glyphs::Glyphs;
use super::lane;
use super::scale::Scale;

/// Draws the queue of `pool` into `row` from `left` on. False: there was none for long enough to be seen.
///
/// A number holds from its place on until the next one.
pub(super) fn draw(
    pool: &Pool,
    scale: &Scale,
    glyphs: &Glyphs,
    row: &mut Row,
    left: usize,
) -> bool {
    let mut is_taken = vec![false; scale.columns];
    for unrun in &pool.unrun {
        // What never began has no place.
        if unrun.outcome == Outcome::Unfinished {
            continue;
        }
        if let Some((sign, colour)) = lane::sign(unrun.outcome, glyphs) {
            let column = scale.column(unrun.at);
            row.put(left + column, sign, Paint::Sign(colour));
            is_taken[column] = true;
        }
    }
    let lengths = lengths(pool, scale);
    let (mut shown, mut column) = (0, 0);
    while column < scale.columns {
        let text = lengths[column].to_string();
        let end = column + width_of(&text);
        let is_free = end <= scale.columns && !is_taken[column..end].contains(&true);
        if lengths[column] == shown || !is_free {
            column += 1;
            continue;
        }
        row.write(left + column, &text, Paint::Plain);
        shown = lengths[column];
        column = end + 1;
    }
    is_taken.contains(&true) || lengths.iter().any(|length| *length > 0)
}

/// How long the queue was at the end of each column.
fn lengths(pool: &Pool, scale: &Scale) -> Vec<usize> {
    let mut changes = pool.backlog.iter().peekable();
    let mut length = 0;
    let of_column = |column| {
        while let Some(change) = changes.next_if(|change| scale.column(change.at) <= column) {
            length = change.n_pending;
        }
        length
    };
    (0..scale.columns).map(of_column).collect()
}
