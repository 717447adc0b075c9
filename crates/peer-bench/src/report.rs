//! The tables as Markdown, and where they are written to.

use std::fmt::Write;
use std::io;
use std::path::{Path, PathBuf};

use crate::catalog::{Group, Metric, Peer, Row};
use crate::growth_table;
use crate::machine;
use crate::number::number;
use crate::options::{Options, Size};
use crate::process_table;
use crate::results::{Cell, Results};
use crate::script_table;
use crate::simulation_table;
use crate::stats::Spread;
use crate::summary;
use crate::versions;

/// Everything that was measured of one group, as one text.
pub(crate) fn page(results: &Results, options: &Options, group: Group) -> String {
    let mut page = conditions(results, options, group);
    match group {
        Group::Pools => {
            page.push_str(&summary::table(results, options));
            for row in options.rows_of(group) {
                for metric in row.metrics {
                    page.push_str(&table(results, options, row, metric));
                }
            }
        }
        Group::Processes => page.push_str(&process_table::table(results, options)),
        Group::Scripts => page.push_str(&script_table::table(results, options)),
        Group::Simulations => page.push_str(&simulation_table::table(results, options)),
        Group::Growth => page.push_str(&growth_table::tables(results, options)),
    }
    page.push_str(&notes(options, group));
    page
}

/// The file for the tables of a group, if those of most groups go to `path`.
pub(crate) fn file_of(path: &Path, group: Group) -> PathBuf {
    match group {
        Group::Growth => path.with_file_name("complexity.md"),
        _ => path.to_owned(),
    }
}

/// Replaces what stands between the group's marks in the file, or adds it at the end.
pub(crate) fn write(path: &Path, group: Group, page: &str) -> io::Result<()> {
    let old = std::fs::read_to_string(path).unwrap_or_default();
    std::fs::write(path, splice(&old, marks(group), page))
}

/// The lines before and after a group's tables.
fn marks(group: Group) -> [&'static str; 2] {
    match group {
        Group::Pools => ["<!-- peer-bench -->", "<!-- /peer-bench -->"],
        Group::Processes => [
            "<!-- peer-bench processes -->",
            "<!-- /peer-bench processes -->",
        ],
        Group::Scripts => [
            "<!-- peer-bench scripts -->",
            "<!-- /peer-bench scripts -->",
        ],
        Group::Simulations => [
            "<!-- peer-bench simulations -->",
            "<!-- /peer-bench simulations -->",
        ],
        Group::Growth => ["<!-- peer-bench growth -->", "<!-- /peer-bench growth -->"],
    }
}

fn splice(old: &str, [begin, end]: [&str; 2], page: &str) -> String {
    let parts = old
        .split_once(begin)
        .and_then(|(before, rest)| Some((before, rest.split_once(end)?.1)));
    match parts {
        Some((before, after)) => format!("{before}{begin}\n\n{page}\n{end}{after}"),
        None => format!("{old}\n{begin}\n\n{page}\n{end}\n"),
    }
}

fn conditions(results: &Results, options: &Options, group: Group) -> String {
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
        .rows_of(group)
        .filter(|row| options.rounds_of(row) < options.n_rounds)
        .map(|row| format!(", {} of {}", options.rounds_of(row), row.id))
        .collect();
    let except: Vec<&str> = options
        .rows_of(group)
        .filter(|row| row.is_more_better())
        .map(|row| row.id)
        .collect();
    let except = match except.as_slice() {
        [] => String::new(),
        ids => format!(", but in {} higher ones", ids.join(" and ")),
    };
    write!(
        text,
        ". {} rounds{fewer}{size}, one process per measurement, the peers in turn; cells are the median (minimum–maximum) over \
         the rounds, ratios are medians of the rounds' ratios, lower cells are better{except}.",
        options.n_rounds
    )
    .expect("a string takes everything");
    if let Some(foreign) = results.foreign(group) {
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

fn notes(options: &Options, group: Group) -> String {
    let versions = match group {
        Group::Pools => Some(versions::rivals()),
        Group::Processes => Some(versions::process_rivals(&options.python)),
        Group::Scripts => Some(versions::engine()),
        Group::Simulations => Some(versions::affinity()),
        Group::Growth => None,
    };
    let mut text = versions.map_or(String::new(), |versions| {
        format!("Versions: {versions}.\n\n")
    });
    let is_shown = |peer: &Peer| options.rows_of(group).any(|row| peer.takes_part_in(row));
    for peer in options.peers.iter().filter(|peer| is_shown(peer)) {
        writeln!(text, "- {}: {}", peer.name, peer.note).expect("a string takes everything");
    }
    text
}

/// A median with how far the values around it reach.
pub(crate) fn whole(spread: Spread) -> String {
    format!(
        "{} ({}–{})",
        number(spread.median),
        number(spread.min),
        number(spread.max)
    )
}

#[cfg(test)]
mod tests {
    use super::{marks, splice};
    use crate::catalog::Group;

    #[test]
    fn only_the_part_between_the_marks_is_replaced() {
        let old = "# Title\n<!-- peer-bench -->\nold\n<!-- /peer-bench -->\nend\n";
        let new = "# Title\n<!-- peer-bench -->\n\nnew\n\n<!-- /peer-bench -->\nend\n";
        assert_eq!(splice(old, marks(Group::Pools), "new\n"), new);
        assert_eq!(splice(new, marks(Group::Pools), "new\n"), new);
    }

    #[test]
    fn each_group_has_a_part_of_its_own() {
        let pools = splice("# Title\n", marks(Group::Pools), "pools\n");
        let both = splice(&pools, marks(Group::Scripts), "scripts\n");
        let again = splice(&both, marks(Group::Pools), "new\n");
        assert_eq!(
            again,
            "# Title\n\n<!-- peer-bench -->\n\nnew\n\n<!-- /peer-bench -->\n\n\
             <!-- peer-bench scripts -->\n\nscripts\n\n<!-- /peer-bench scripts -->\n"
        );
    }
}
