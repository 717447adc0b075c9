//! The tables as Markdown, and where they are written to.

use std::fmt::Write;
use std::io;
use std::path::Path;

use crate::catalog::{Metric, Peer, Row};
use crate::machine;
use crate::number::number;
use crate::options::{Options, Size};
use crate::results::{Cell, Results};
use crate::stats::Spread;
use crate::summary;
use crate::versions;

const BEGIN: &str = "<!-- peer-bench -->";
const END: &str = "<!-- /peer-bench -->";

/// Everything that was measured, as one text.
pub(crate) fn page(results: &Results, options: &Options) -> String {
    let mut page = conditions(results, options);
    page.push_str(&summary::table(results, options));
    for row in &options.rows {
        for metric in row.metrics {
            page.push_str(&table(results, options, row, metric));
        }
    }
    page.push_str(&notes(options));
    page
}

/// Replaces what stands between the two marker lines of the file, or writes the whole file.
pub(crate) fn write(path: &Path, page: &str) -> io::Result<()> {
    let old = std::fs::read_to_string(path).unwrap_or_default();
    std::fs::write(path, splice(&old, page))
}

fn splice(old: &str, page: &str) -> String {
    let parts = old
        .split_once(BEGIN)
        .and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    match parts {
        Some((before, after)) => format!("{before}{BEGIN}\n\n{page}\n{END}{after}"),
        None => page.to_owned(),
    }
}

fn conditions(results: &Results, options: &Options) -> String {
    let mut text = format!(
        "Machine: {}. {}, ",
        machine::describe(),
        versions::compiler()
    );
    let python = versions::python(&options.python);
    match python {
        Some(version) => write!(text, "{version}").expect("a string takes everything"),
        None => text.push_str("**no Python: its rows are missing**"),
    }
    let size = if options.size == Size::Quick {
        " (a quick look: fewer tasks)"
    } else {
        ""
    };
    let fewer: String = options
        .rows
        .iter()
        .filter(|row| options.rounds_of(row) < options.n_rounds)
        .map(|row| format!(", {} of {}", options.rounds_of(row), row.id))
        .collect();
    write!(
        text,
        ". {} rounds{fewer}{size}, one process per measurement, the peers in turn; cells are the median (minimum–maximum) over \
         the rounds, ratios are medians of the rounds' ratios, lower cells are better.",
        options.n_rounds
    )
    .expect("a string takes everything");
    if let Some(foreign) = results.foreign() {
        write!(
            text,
            " Other programs used {:.0} % of the machine during the median measurement, {:.0} % during the worst.",
            foreign.median * 100.0,
            foreign.max * 100.0
        )
        .expect("a string takes everything");
    }
    text.push_str("\n\n");
    for failure in results.failures() {
        let failure = failure.lines().collect::<Vec<_>>().join(" ");
        writeln!(text, "**Failed:** {failure}\n").expect("a string takes everything");
    }
    text
}

fn table(
    results: &Results,
    options: &Options,
    row: &'static Row,
    metric: &'static Metric,
) -> String {
    let mut text = format!(
        "### {}: {} ({}, {})\n\n| peer |",
        row.id, row.title, metric.title, metric.unit
    );
    for n_workers in &options.workers {
        write!(text, " {n_workers} workers |").expect("a string takes everything");
    }
    text.push_str("\n|---|");
    text.push_str(&"---:|".repeat(options.workers.len()));
    text.push('\n');
    for peer in options.peers.iter().filter(|peer| peer.takes_part_in(row)) {
        let cells = options.workers.iter().map(|&n_workers| Cell {
            row,
            metric,
            peer,
            n_workers,
        });
        let cells: Vec<String> = cells
            .map(|cell| results.spread(cell).map_or("–".to_owned(), whole))
            .collect();
        writeln!(text, "| {} | {} |", peer.name, cells.join(" | "))
            .expect("a string takes everything");
    }
    text.push('\n');
    text
}

fn notes(options: &Options) -> String {
    let mut text = format!("Versions: {}.\n\n", versions::rivals());
    let is_shown = |peer: &Peer| options.rows.iter().any(|row| peer.takes_part_in(row));
    for peer in options.peers.iter().filter(|peer| is_shown(peer)) {
        writeln!(text, "- {}: {}", peer.name, peer.note).expect("a string takes everything");
    }
    text
}

fn whole(spread: Spread) -> String {
    format!(
        "{} ({}–{})",
        number(spread.median),
        number(spread.min),
        number(spread.max)
    )
}

#[cfg(test)]
mod tests {
    use super::splice;

    #[test]
    fn only_the_part_between_the_marks_is_replaced() {
        let old = "# Title\n<!-- peer-bench -->\nold\n<!-- /peer-bench -->\nend\n";
        let new = "# Title\n<!-- peer-bench -->\n\nnew\n\n<!-- /peer-bench -->\nend\n";
        assert_eq!(splice(old, "new\n"), new);
        assert_eq!(splice(new, "new\n"), new);
    }

    #[test]
    fn a_file_without_both_marks_is_replaced_as_a_whole() {
        assert_eq!(splice("", "new\n"), "new\n");
        assert_eq!(splice("# Title\n<!-- peer-bench -->\n", "new\n"), "new\n");
    }
}
