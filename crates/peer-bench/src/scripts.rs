//! Runs the script of a row, which times itself.

use futures_script::Interpreter;
use futures_script::rhai::Map;

use crate::catalog::Kind;
use crate::natives;
use crate::options::{Order, Size};

const TIMING: &str = include_str!("../scripts/timing.rhai");
const FUNCTIONS: &str = include_str!("../scripts/functions.rhai");
const SUBMIT: &str = include_str!("../scripts/submit.rhai");
const MAP: &str = include_str!("../scripts/map.rhai");
const SCALING: &str = include_str!("../scripts/scaling.rhai");
const COMPUTE: &str = include_str!("../scripts/compute.rhai");
const LOOPS: &str = include_str!("../scripts/loops.rhai");

const MAPPED: &str = "let mapped = |item| item * 2 + 1;\n";
const MAPPED_NATIVE: &str = "let mapped = Fn(\"double_plus_one\");\n";

/// The values of the row's metrics.
pub(crate) fn measure(order: &Order) -> Vec<f64> {
    let is_native = order.peer.kind == Kind::Native;
    let parts: &[&str] = match order.row.id {
        "S1" => &[SUBMIT],
        "S2" if is_native => &[MAPPED_NATIVE, MAP],
        "S2" => &[MAPPED, MAP],
        "S3" => &[FUNCTIONS, SCALING],
        "S5" if is_native => &[COMPUTE],
        "S5" => &[FUNCTIONS, COMPUTE],
        "S6" => &[LOOPS],
        id => panic!("the row {id} is no script"),
    };
    let divisor = match order.size {
        Size::Full => 1,
        Size::Quick => Size::QUICK_DIVISOR,
    };
    let mut builder =
        Interpreter::builder().arguments([order.n_workers.to_string(), divisor.to_string()]);
    if is_native {
        builder = natives::register(builder);
    }
    let script = format!("{TIMING}{}", parts.concat());
    let values = builder
        .build()
        .run(order.row.id, &script)
        .unwrap_or_else(|error| panic!("{}", error.report()))
        .cast::<Map>();
    let value = |key: &str| values[key].as_float().expect("scripts give floats");
    order
        .row
        .metrics
        .iter()
        .map(|metric| value(metric.key))
        .collect()
}
