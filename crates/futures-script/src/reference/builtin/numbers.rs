//! Whole numbers and floats.

use crate::reference::{Entry, Section};

pub(super) const ENTRIES: &[Entry] = &[
    Entry::of_type(Section::Numbers, &["int"], "A whole number of 64 bits: `42`, `1_000_000`, `0xff`, `0b101`, `0o17`.")
    .details("Python's have any size; one that grows too large here is an `ArithmeticError`. `type_of` calls them `\"i64\"`.")
    .python("int"),
    Entry::of_type(Section::Numbers, &["float"], "A number with a point, of 64 bits: `2.5`, `1e-3`.")
    .details(
        "Floats print as in Python. Two that differ by a rounding error are equal, so `0.1 + 0.2 == 0.3`. `type_of` calls them \
         `\"f64\"`.",
    )
    .example("print([0.1 + 0.2, 0.1 + 0.2 == 0.3, 5.0]);", "[0.30000000000000004, true, 5.0]")
    .python("float"),
    Entry::function(
        Section::Numbers,
        &[
            "number + number -> number",
            "number - number -> number",
            "number * number -> number",
            "number / number -> number",
            "number % number -> number",
            "number ** number -> number",
            "number += number",
            "number -= number",
            "number *= number",
            "number /= number",
            "number %= number",
            "number **= number",
        ],
        "Arithmetic. Two whole numbers give a whole number, and with a float the result is a float.",
    )
    .details(
        "`10 / 4` is 2, cut off towards zero, where Python has 2.5: write `10.0 / 4`. `%` has the sign of its left side, where \
         Python's has that of the right. A float divided by zero is `inf` or `NaN`.",
    )
    .errors(&[("ArithmeticError", "a whole number is divided by zero, raised to a negative power, or does not fit into 64 bits")])
    .example(
        "
print([10 / 4, 10.0 / 4, -7 / 2, -7 % 3, 2 ** 10]);
let total = 5;
total *= 3;
print(total);
try { print(9223372036854775807 + 1) } catch (e) { print(e.kind) }",
        "[2, 2.5, -3, -1, 1024]\n15\nArithmeticError",
    )
    .python("10 // 4, 10 / 4, 2 ** 10"),
    Entry::function(
        Section::Numbers,
        &["-number -> number", "+number -> number"],
        "The number with the other sign; the number itself.",
    )
    .errors(&[("ArithmeticError", "it is the least whole number, whose opposite does not fit")])
    .example("let n = 3; print([-n, +n, -2.5]);", "[-3, 3, -2.5]")
    .python("-n"),
    Entry::function(
        Section::Numbers,
        &[
            "number.abs() -> number",
            "number.sign() -> int",
            "number.is_zero() -> bool",
            "number.is_zero -> bool",
        ],
        "The number without its sign; its sign as -1, 0 or 1; is it 0?",
    )
    .errors(&[("ArithmeticError", "`abs` of the least whole number")])
    .example("print([(-5).abs(), abs(2.5), (-0.1).sign(), 0.is_zero()]);", "[5, 2.5, -1, true]")
    .python("abs(n), math.copysign(1, n)"),
    Entry::function(
        Section::Numbers,
        &["int.is_odd() -> bool", "int.is_odd -> bool", "int.is_even() -> bool", "int.is_even -> bool"],
        "Is the number odd, is it even?",
    )
    .example("print((1..=6).filter(|n| n.is_even()));", "[2, 4, 6]")
    .python("n % 2 == 1"),
    Entry::function(
        Section::Numbers,
        &["number.to_float() -> float", "number.to_int() -> int"],
        "The same number as a float; as a whole number, cut off towards zero.",
    )
    .errors(&[("ArithmeticError", "it does not fit into a whole number")])
    .example("print([2.to_float(), 2.7.to_int(), (-2.7).to_int()]);", "[2.0, 2, -2]")
    .python("float(2), int(2.7)"),
    Entry::function(
        Section::Numbers,
        &["int.to_hex() -> string", "int.to_octal() -> string", "int.to_binary() -> string"],
        "The digits of the number with the base 16, 8 or 2.",
    )
    .details("Of a negative one those of its 64 bits. `parse_int(text, 16)` is the way back.")
    .example("print([255.to_hex(), 8.to_octal(), 5.to_binary()]);", r#"["ff", "10", "101"]"#)
    .python("hex(255)[2:], format(5, \"b\")"),
    Entry::function(
        Section::Numbers,
        &[
            "float.floor() -> float",
            "float.floor -> float",
            "float.ceiling() -> float",
            "float.ceiling -> float",
            "float.round -> float",
            "float.int() -> float",
            "float.int -> float",
            "float.fraction() -> float",
            "float.fraction -> float",
        ],
        "The next whole number below, above, nearest or towards zero, and what stands behind the point: all floats.",
    )
    .details("With or without brackets. `to_int()` makes a whole number of it.")
    .example("print([2.5.floor(), 2.5.ceiling(), 2.5.round, (-2.5).int(), 2.75.fraction]);", "[2.0, 3.0, 3.0, -2.0, 0.75]")
    .python("math.floor(x), math.ceil(x), math.modf(x)"),
    Entry::function(
        Section::Numbers,
        &[
            "float.is_nan() -> bool",
            "float.is_nan -> bool",
            "float.is_finite() -> bool",
            "float.is_finite -> bool",
            "float.is_infinite() -> bool",
            "float.is_infinite -> bool",
        ],
        "Is it no number at all, as `0.0 / 0` is? Is it a number that is not endless? Is it endless?",
    )
    .example("print([(0.0 / 0).is_nan(), (1.0 / 0).is_infinite(), 2.5.is_finite()]);", "[true, true, true]")
    .python("math.isnan(x), math.isfinite(x), math.isinf(x)"),
    Entry::function(
        Section::Numbers,
        &[
            "float.sqrt() -> float",
            "float.exp() -> float",
            "float.ln() -> float",
            "float.log() -> float",
            "float.log(base: float) -> float",
            "float.hypot(other: float) -> float",
        ],
        "Square root, power of e, logarithms, and the length of the diagonal of two sides.",
    )
    .details(
        "They take floats: `4.0.sqrt()` or `sqrt(n.to_float())`. `log(x)` is that of base 10, `ln(x)` the natural one. What has \
         no result is `NaN`, not an error.",
    )
    .example("print([16.0.sqrt(), log(1000.0), log(8.0, 2.0), hypot(3.0, 4.0), ln(E())]);", "[4.0, 3.0, 3.0, 5.0, 1.0]")
    .python("math.sqrt(x), math.log10(x), math.log2(x), math.hypot(3, 4)"),
    Entry::function(
        Section::Numbers,
        &[
            "float.sin() -> float",
            "float.cos() -> float",
            "float.tan() -> float",
            "float.asin() -> float",
            "float.acos() -> float",
            "float.atan() -> float",
            "float.atan(other: float) -> float",
            "float.sinh() -> float",
            "float.cosh() -> float",
            "float.tanh() -> float",
            "float.asinh() -> float",
            "float.acosh() -> float",
            "float.atanh() -> float",
            "float.to_radians() -> float",
            "float.to_degrees() -> float",
        ],
        "Angles, in radians, and from degrees to radians and back.",
    )
    .details("`atan(y, x)` is Python's `math.atan2(y, x)`.")
    .example("print([round(sin(PI() / 2), 3), round(atan(1.0, 1.0).to_degrees(), 3)]);", "[1.0, 45.0]")
    .python("math.sin(x), math.atan2(y, x), math.radians(d)"),
    Entry::function(
        Section::Numbers,
        &["PI() -> float", "E() -> float"],
        "The circle's number and Euler's; they are functions.",
    )
    .example("print([PI(), E()]);", "[3.141592653589793, 2.718281828459045]")
    .python("math.pi, math.e"),
];
