//! Maps.

use crate::reference::{Entry, Section};

pub(super) const ENTRIES: &[Entry] = &[
    Entry::of_type(Section::Maps, &["map"], "Values by name: `#{name: \"Ada\", born: 1815}`.")
    .details(
        "The keys are texts, and always in their order. Values are copied, as those of arrays are. A `for` loop walks through \
         `map.keys()`. A function inside can be called as a method, with the map as `this`.",
    )
    .example(
        r#"
let counter = #{n: 0, add: |by| this.n += by};
counter.add(4);
print(counter.n);
for key in #{b: 2, a: 1}.keys() { print(key); }"#,
        "4\na\nb",
    )
    .python("dict"),
    Entry::function(
        Section::Maps,
        &[
            "map[key: string] -> any",
            "map[key: string] = any",
            "map.get(key: string) -> any",
            "map.set(key: string, value: any)",
        ],
        "The value of a key, or `()` if there is none; puts one in.",
    )
    .details(
        "`d.name` is the same as `d[\"name\"]`. A key that is missing is no error, so `d.count ?? 0` gives a default.",
    )
    .example(
        r#"
let d = #{name: "Ada"};
d.born = 1815;
d["first name"] = "Augusta";
print([d.name, d["born"], d.get("died"), d.died ?? "?"]);"#,
        r#"["Ada", 1815, (), "?"]"#,
    )
    .python("d[\"name\"], d.get(\"died\"), d[\"born\"] = 1815"),
    Entry::function(
        Section::Maps,
        &["map.keys() -> array", "map.values() -> array"],
        "The keys in their order; the values in the order of their keys.",
    )
    .example(
        r#"
let prices = #{tea: 2, coffee: 3};
for what in prices.keys() { print(`${what}: ${prices[what]}`); }
print(sum(prices.values()));"#,
        "coffee: 3\ntea: 2\n5",
    )
    .python("d.keys(), d.values()"),
    Entry::function(
        Section::Maps,
        &["map.len() -> int", "map.is_empty() -> bool", "map.contains(key: string) -> bool"],
        "How many keys there are, whether there are none, and whether there is this one.",
    )
    .details("With brackets: `d.len` would be the value of the key `len`. `\"a\" in d` asks what `contains` asks.")
    .example(r#"print([#{a: 1}.len(), #{}.is_empty(), "b" in #{a: 1}]);"#, "[1, true, false]")
    .python("len(d), not d, \"b\" in d"),
    Entry::function(
        Section::Maps,
        &["map.remove(key: string) -> any", "map.clear()"],
        "Takes a key out and gives its value, or `()`; takes all out.",
    )
    .example(
        r#"
let d = #{a: 1, b: 2};
print([d.remove("a"), d.remove("z"), d]);"#,
        r#"[1, (), #{"b": 2}]"#,
    )
    .python("d.pop(\"a\", None), d.clear()"),
    Entry::function(
        Section::Maps,
        &[
            "map.mixin(other: map)",
            "map += map",
            "map + map -> map",
            "map.fill_with(other: map)",
        ],
        "Takes over the keys of another map: all of them, or with `fill_with` only those that are missing.",
    )
    .example(
        "
let defaults = #{port: 80, host: \"localhost\"};
let given = #{port: 8080};
print(defaults + given);
given.fill_with(defaults);
print(given);",
        r#"
#{"host": "localhost", "port": 8080}
#{"host": "localhost", "port": 8080}"#,
    )
    .python("d.update(other), {**defaults, **given}"),
    Entry::function(
        Section::Maps,
        &[
            "map.map(f: function) -> map",
            "map.filter(f: function) -> map",
            "map.drain(f: function) -> map",
            "map.retain(f: function) -> map",
        ],
        "A map with other values, or with the keys of which a function says true: it gets the key and the value.",
    )
    .details("`map` and `filter` leave the map as it is. `drain` takes what it finds out of it, `retain` all others.")
    .errors(&[("TypeError", "the function returns neither true nor false, where it should")])
    .example(
        r#"
let ages = #{Ada: 36, Alan: 41};
print(ages.map(|name, age| age + 1));
print(ages.filter(|name, age| age > 40));
print(ages.drain(|name, age| age < 40));
print(ages);"#,
        r#"
#{"Ada": 37, "Alan": 42}
#{"Alan": 41}
#{"Ada": 36}
#{"Alan": 41}"#,
    )
    .python("{name: age + 1 for name, age in ages.items()}"),
];
