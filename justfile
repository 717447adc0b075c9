# Short names for what people do every day. Nothing needs `just`: each recipe is one plain command.

# What is there
default:
    @just --list

# Exactly what continuous integration runs
ci:
    .ci/run

# Every test of the workspace
test:
    cargo test --workspace

# The suite so many times in a row, every second time with all processors kept busy by something else
soak N="50":
    tests/soak.sh {{N}}

# Format all code
fmt:
    cargo fmt --all

# The documentation of all crates, as a book to click through
doc:
    cargo doc --workspace --no-deps --open

# The book in docs/ as pages with a search (needs mdbook)
book:
    mdbook serve docs --open

# Measure against other pools (needs the network once, for their sources)
bench *ARGS:
    cargo run --release --manifest-path crates/peer-bench/Cargo.toml -- {{ARGS}}
