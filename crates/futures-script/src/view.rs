//! The engine's view of a script where a function was given away: its functions, imports and constants.
//!
//! A function is called under such a view, which the engine wants for itself on each thread. Most functions are given
//! away under the same one, again and again. So the thread that submits keeps its last view for the next task, a task
//! carries one pointer, and the thread that runs tasks keeps a copy of the view that it last ran one under.

use std::cell::RefCell;
use std::sync::Arc;

use rhai::{GlobalRuntimeState, Module, Shared};

use crate::constants::{self, Packed};

/// What the functions of a script see; for any thread.
pub(crate) struct View {
    /// Without the constants.
    global: GlobalRuntimeState,
    /// Each thread has a copy of these, see [`constants`].
    constants: Option<Packed>,
}

/// A view as one thread uses it.
struct Copy {
    view: Arc<View>,
    global: GlobalRuntimeState,
}

thread_local! {
    /// The view under which this thread has last given a function away.
    static LAST_GIVEN: RefCell<Option<Arc<View>>> = const { RefCell::new(None) };
    /// The view under which this thread has last called a function.
    static LAST_CALLED: RefCell<Option<Copy>> = const { RefCell::new(None) };
}

impl View {
    /// The view that `global` is, of the calling thread.
    pub(crate) fn of(global: &GlobalRuntimeState) -> Arc<Self> {
        let constants = global.constants.as_ref().map(constants::pack);
        let last = LAST_GIVEN.with_borrow(|last| {
            let last = last.as_ref()?;
            last.is_of(global, constants.as_ref()).then(|| last.clone())
        });
        last.unwrap_or_else(|| {
            let mut global = global.clone();
            global.constants = None;
            global.num_operations = Default::default();
            let view = Arc::new(View { global, constants });
            // What is let go may hold the last handle of something, whose destructor must not meet the borrow.
            drop(LAST_GIVEN.replace(Some(view.clone())));
            view
        })
    }

    /// The view of a script of which the engine's view is `global`, without its constants.
    pub(crate) fn new(global: GlobalRuntimeState, constants: Option<Packed>) -> Self {
        View { global, constants }
    }

    /// The constants of the script.
    pub(crate) fn constants(&self) -> Option<&Packed> {
        self.constants.as_ref()
    }

    /// The name of the script or module.
    pub(crate) fn source(&self) -> Option<&str> {
        self.global.source()
    }

    /// Where its functions are.
    pub(crate) fn libraries(&self) -> &[Shared<Module>] {
        &self.global.lib
    }

    /// Lets `call` use this thread's copy, at call level `level`.
    pub(crate) fn with_copy<R>(
        self: &Arc<Self>,
        level: usize,
        call: impl FnOnce(&GlobalRuntimeState) -> R,
    ) -> R {
        // Taken out, since the function may call another one on this thread. A panic loses it, which does no harm.
        let kept = LAST_CALLED.take();
        let mut copy = kept
            .filter(|kept| Arc::ptr_eq(&kept.view, self))
            .unwrap_or_else(|| self.copy());
        copy.global.level = level;
        let result = call(&copy.global);
        drop(LAST_CALLED.replace(Some(copy)));
        result
    }

    fn copy(self: &Arc<Self>) -> Copy {
        let mut global = self.global.clone();
        global.constants = self.constants.as_ref().map(constants::unpack);
        Copy {
            view: self.clone(),
            global,
        }
    }

    /// Would a new view of `global` be the same as this one?
    fn is_of(&self, global: &GlobalRuntimeState, constants: Option<&Packed>) -> bool {
        let own = &self.global;
        let same_constants = match (&self.constants, constants) {
            (Some(own), Some(constants)) => Arc::ptr_eq(own, constants),
            (None, None) => true,
            _ => false,
        };
        let same = |own: &Shared<Module>, other: &Shared<Module>| Shared::ptr_eq(own, other);
        same_constants
            && own.lib.len() == global.lib.len()
            && own.lib.iter().zip(&global.lib).all(|(own, other)| same(own, other))
            && own.num_imports() == global.num_imports()
            && own
                .scan_imports_raw()
                .zip(global.scan_imports_raw())
                .all(|((own_name, own), (name, other))| own_name == name && same(own, other))
            && own.source == global.source
            && own.scope_level == global.scope_level
            && own.always_search_scope == global.always_search_scope
            && own.num_modules_loaded == global.num_modules_loaded
            // Programs that use these are rare, and they cannot be compared.
            && [own, global]
                .iter()
                .all(|state| state.tag.is_unit() && state.embedded_module_resolver.is_none())
    }
}
