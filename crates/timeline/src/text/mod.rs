//! The picture as lines of text, for terminals.

mod axis;
mod bars;
mod cells;
mod glyphs;
mod lane;
mod legend;
mod picture;
mod queue;
mod scale;
mod units;

pub use picture::Text;
