//! The signs that a picture is made of.

/// One sign for each meaning. Each takes one column.
#[derive(Debug)]
pub(super) struct Glyphs {
    pub(super) works: &'static str,
    /// The last cell of a bar that another one follows at once.
    pub(super) works_last: &'static str,
    pub(super) waits: &'static str,
    pub(super) several: &'static str,
    pub(super) idle: &'static str,
    pub(super) failed: &'static str,
    pub(super) killed: &'static str,
    pub(super) cancelled: &'static str,
    pub(super) unfinished: &'static str,
    pub(super) mark: &'static str,
    pub(super) ellipsis: &'static str,
    pub(super) ruler: &'static str,
    pub(super) ruler_first: &'static str,
    pub(super) ruler_tick: &'static str,
    pub(super) ruler_last: &'static str,
    /// The unit of a millionth of a second.
    pub(super) microseconds: &'static str,
}

/// Blocks and lines. They are all in the fonts of terminals, and none is an emoji.
pub(super) const UNICODE: Glyphs = Glyphs {
    works: "█",
    works_last: "▌",
    waits: "░",
    several: "▓",
    idle: "·",
    failed: "✗",
    killed: "†",
    cancelled: "⊘",
    unfinished: "»",
    mark: "◆",
    ellipsis: "…",
    ruler: "─",
    ruler_first: "├",
    ruler_tick: "┼",
    ruler_last: "┤",
    microseconds: "µs",
};

/// For logs, mails and terminals that know nothing else.
pub(super) const ASCII: Glyphs = Glyphs {
    works: "=",
    works_last: "|",
    waits: "-",
    several: "#",
    idle: ".",
    failed: "!",
    killed: "%",
    cancelled: "/",
    unfinished: ">",
    mark: "*",
    ellipsis: "~",
    ruler: "-",
    ruler_first: "|",
    ruler_tick: "+",
    ruler_last: "|",
    microseconds: "us",
};
