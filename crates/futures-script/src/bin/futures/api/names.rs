//! The names of an entry in short.

use futures_script::reference::Entry;

/// The names of an entry, with the type before the point only once.
pub(crate) fn short(entry: &Entry) -> String {
    let mut shown = String::new();
    let mut before = None;
    for name in entry.names() {
        let (receiver, own) = match name.rsplit_once('.') {
            Some((receiver, own)) if !receiver.is_empty() => (Some(receiver.to_owned()), own),
            _ => (None, name.as_str()),
        };
        if !shown.is_empty() {
            shown.push_str(", ");
        }
        if receiver.is_some() && receiver == before {
            shown.push_str(own);
        } else {
            shown.push_str(&name);
        }
        before = receiver;
    }
    shown
}
