//! Values there and back, and what is said when that fails.

mod hostile;
mod paths;
mod serde_features;
mod shared;
mod support;
mod values;
