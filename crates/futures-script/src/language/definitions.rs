//! How natives are defined: always callable on constants and never evaluated before their time.

use std::any::TypeId;

use rhai::{
    Dynamic, Engine, FuncRegistration, Map, Module, NativeCallContext, RhaiNativeFunc, Variant,
};

use crate::error::ScriptResult;
use crate::handles::HandleTypes;
use crate::reference::Entry;
use crate::variables::WithNames;

/// An engine that is being taught the language.
pub(crate) struct Definitions<'a> {
    pub(crate) engine: &'a mut Engine,
    pub(crate) handles: &'a mut HandleTypes,
    pub(crate) with_names: &'a WithNames,
    /// The constants that are visible everywhere.
    pub(crate) constants: &'a mut Map,
    /// What the reference says.
    pub(crate) entries: &'a mut Vec<&'static [Entry]>,
}

impl Definitions<'_> {
    /// A type whose values stay one object when copied, under the name that scripts see.
    pub(crate) fn handle<T: Variant + Clone>(&mut self, name: &str) {
        self.engine.register_type_with_name::<T>(name);
        self.handles.add::<T>();
    }

    /// What the reference says of what is defined beside it.
    ///
    /// A test compares both: what is registered without an entry is found, and an entry of something that is not.
    pub(crate) fn documented(&mut self, entries: &'static [Entry]) {
        self.entries.push(entries);
    }

    /// A function, or a method if its first parameter is a reference.
    pub(crate) fn function<A, const N: usize, const X: bool, R, const F: bool, FUNC>(
        &mut self,
        name: &str,
        function: FUNC,
    ) where
        A: 'static,
        R: Variant + Clone,
        FUNC: RhaiNativeFunc<A, N, X, R, F> + Send + Sync + 'static,
    {
        FuncRegistration::new(name)
            .with_purity(true)
            .with_volatility(true)
            .register_into_engine(self.engine, function);
    }

    /// A property that can be read.
    pub(crate) fn property<A, const N: usize, const X: bool, R, const F: bool, FUNC>(
        &mut self,
        name: &str,
        getter: FUNC,
    ) where
        A: 'static,
        R: Variant + Clone,
        FUNC: RhaiNativeFunc<A, N, X, R, F> + Send + Sync + 'static,
    {
        FuncRegistration::new_getter(name)
            .with_purity(true)
            .with_volatility(true)
            .register_into_engine(self.engine, getter);
    }

    /// A function that takes `first` and then `rest` more arguments of any type, for each number in `rest`.
    ///
    /// The engine has no variadic functions, so one is registered for each number of arguments.
    pub(crate) fn variadic<R: Variant + Clone>(
        &mut self,
        name: &str,
        first: &[TypeId],
        rest: std::ops::RangeInclusive<usize>,
        function: impl Fn(&NativeCallContext<'_>, &mut [&mut Dynamic]) -> ScriptResult<R>
        + Clone
        + Send
        + Sync
        + 'static,
    ) {
        for n_rest in rest {
            let types: Vec<TypeId> = first
                .iter()
                .copied()
                .chain(std::iter::repeat_n(TypeId::of::<Dynamic>(), n_rest))
                .collect();
            let function = function.clone();
            self.engine
                .register_raw_fn(name, types, move |context, arguments| {
                    function(&context, arguments)
                });
        }
    }

    /// How `print` shows values of a type, and how they appear inside arrays and maps.
    pub(crate) fn shown_as<T: Variant + Clone>(
        &mut self,
        show: impl Fn(&T) -> String + Clone + Send + Sync + 'static,
    ) {
        let debug = show.clone();
        self.function("to_string", move |value: &mut T| show(value));
        self.function("to_debug", move |value: &mut T| debug(value));
    }

    /// Something that `for` can walk through, each step of which may fail.
    pub(crate) fn iterator<T>(&mut self)
    where
        T: Variant + Clone + IntoIterator<Item = ScriptResult<Dynamic>>,
    {
        self.engine.register_iterator_result::<T, Dynamic>();
    }

    /// Constants that are visible everywhere, also inside functions.
    pub(crate) fn constants(
        &mut self,
        constants: impl IntoIterator<Item = (&'static str, Dynamic)>,
    ) {
        let mut module = Module::new();
        for (name, value) in constants {
            self.constants.insert(name.into(), value.clone());
            module.set_var(name, value);
        }
        self.engine.register_global_module(module.into());
    }
}
