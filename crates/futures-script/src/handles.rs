//! Handles: values that stay one object however often they are copied.

use std::any::TypeId;

use rhai::Dynamic;

/// The types of handles; copying a value of such a type yields the same object.
#[derive(Clone, Default)]
pub(crate) struct HandleTypes(Vec<(TypeId, &'static str)>);

impl HandleTypes {
    pub(crate) fn add<T: 'static>(&mut self) {
        self.0.push((TypeId::of::<T>(), std::any::type_name::<T>()));
    }

    pub(crate) fn contains(&self, value: &Dynamic) -> bool {
        self.path(value.type_id()).is_some()
    }

    /// The Rust path of the handle type with this id, which the engine knows the script's name of.
    pub(crate) fn path(&self, id: TypeId) -> Option<&'static str> {
        let found = self.0.iter().find(|(known, _)| *known == id);
        found.map(|(_, path)| *path)
    }

    /// The Rust paths of all.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(_, path)| *path)
    }
}
