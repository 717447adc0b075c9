//! Colours for what stands out in the reference.

/// Paints, or leaves everything as it is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Paint {
    Colours,
    Plain,
}

impl Paint {
    /// A heading.
    pub(crate) fn heading(self, text: &str) -> String {
        self.painted("1", text)
    }

    /// The name of something.
    pub(crate) fn name(self, text: &str) -> String {
        self.painted("1;36", text)
    }

    /// What is beside the point.
    pub(crate) fn aside(self, text: &str) -> String {
        self.painted("2", text)
    }

    /// What stands in backticks, which colours make superfluous.
    pub(crate) fn prose(self, text: &str) -> String {
        let Paint::Colours = self else {
            return text.to_owned();
        };
        let mut painted = String::new();
        let mut is_code = false;
        for (index, part) in text.split('`').enumerate() {
            if index > 0 {
                is_code = !is_code;
                painted.push_str(if is_code { "\u{1b}[36m" } else { "\u{1b}[0m" });
            }
            painted.push_str(part);
        }
        if is_code {
            painted.push_str("\u{1b}[0m");
        }
        painted
    }

    fn painted(self, style: &str, text: &str) -> String {
        match self {
            Paint::Colours => format!("\u{1b}[{style}m{text}\u{1b}[0m"),
            Paint::Plain => text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Paint;

    #[test]
    fn only_colours_change_anything() {
        let text = "a `code` b";
        assert_eq!(Paint::Plain.prose(text), text);
        assert_eq!(Paint::Colours.prose(text), "a \u{1b}[36mcode\u{1b}[0m b");
        assert_eq!(Paint::Plain.name("f"), "f");
        assert_eq!(Paint::Colours.name("f"), "\u{1b}[1;36mf\u{1b}[0m");
    }
}
