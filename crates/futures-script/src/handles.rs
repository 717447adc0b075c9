//! Handles: values that stay one object however often they are copied.

use std::any::TypeId;

use rhai::Dynamic;

/// The types of handles; copying a value of such a type yields the same object.
#[derive(Clone, Default)]
pub(crate) struct HandleTypes(Vec<TypeId>);

impl HandleTypes {
    pub(crate) fn add<T: 'static>(&mut self) {
        self.0.push(TypeId::of::<T>());
    }

    pub(crate) fn contains(&self, value: &Dynamic) -> bool {
        self.0.contains(&value.type_id())
    }
}
