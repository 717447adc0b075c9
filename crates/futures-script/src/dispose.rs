//! Lets go of what handles hold, however deep they hold each other.
//!
//! A list in a list in a list … would be dropped recursively, one stack frame or more for each level. The contents of a
//! handle are therefore put on a heap of rubbish that its thread works off one by one.

use std::cell::RefCell;

use rhai::Dynamic;

thread_local! {
    /// What is still to be dropped; `None` while nobody drops anything.
    static RUBBISH: RefCell<Option<Vec<Dynamic>>> = const { RefCell::new(None) };
}

/// Drops the contents of a handle that goes.
pub(crate) fn dispose(values: impl IntoIterator<Item = Dynamic>) {
    let mut values: Vec<Dynamic> = values.into_iter().collect();
    let is_nested = RUBBISH.try_with(|rubbish| {
        let mut rubbish = rubbish.borrow_mut();
        match &mut *rubbish {
            Some(rubbish) => {
                rubbish.append(&mut values);
                true
            }
            None => {
                *rubbish = Some(std::mem::take(&mut values));
                false
            }
        }
    });
    if is_nested != Ok(false) {
        return;
    }
    while let Some(value) = RUBBISH.with_borrow_mut(|rubbish| rubbish.as_mut().and_then(Vec::pop)) {
        drop(value);
    }
    RUBBISH.set(None);
}
