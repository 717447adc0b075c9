//! What somebody waits for, as reports need to know it.

use std::time::Duration;

use futures_core::TaskId;

use crate::made::Made;
use crate::run::Run;
use crate::who::Who;

/// What a wait is for.
pub(crate) struct Awaited {
    /// In words that follow "waits for"; asked for only in a report.
    name: Box<dyn Fn(&Run) -> String + Send + Sync>,
    /// Is it there, or at least nothing that the script itself would have to do? Must be true whenever the wait is
    /// about to end.
    is_there: Box<dyn Fn() -> bool + Send + Sync>,
    /// Who alone could bring it about, if that can be told; asked for only in a report.
    culprit: Option<Box<dyn Fn() -> Option<Culprit> + Send + Sync>>,
    /// What it belongs to, if that is something that the script has made.
    made: Option<Made>,
    /// Is it the task of a pool that waits for tasks of that pool?
    is_nested: bool,
    /// Does the wait end by its time limit, if it comes to that?
    has_limit: bool,
}

/// Who alone could bring about what somebody waits for.
pub(crate) enum Culprit {
    Task(TaskId),
    /// Whoever this was when it took what is awaited.
    Who(Who),
    /// A thread that the script has started by hand.
    Thread(String),
}

impl Awaited {
    pub(crate) fn new(
        name: impl Fn(&Run) -> String + Send + Sync + 'static,
        is_there: impl Fn() -> bool + Send + Sync + 'static,
    ) -> Self {
        Awaited {
            name: Box::new(name),
            is_there: Box::new(is_there),
            culprit: None,
            made: None,
            is_nested: false,
            has_limit: false,
        }
    }

    /// The same, of which it can be told who alone could bring it about.
    pub(crate) fn due_to(
        mut self,
        culprit: impl Fn() -> Option<Culprit> + Send + Sync + 'static,
    ) -> Self {
        self.culprit = Some(Box::new(culprit));
        self
    }

    /// The same, which belongs to something that the script has made.
    pub(crate) fn of(mut self, made: Made) -> Self {
        self.made = Some(made);
        self
    }

    /// The same as what a task of `own_pool` waits for, which is done by tasks of `pools`.
    pub(crate) fn by_tasks(
        mut self,
        own_pool: Option<u32>,
        pools: impl IntoIterator<Item = u32>,
    ) -> Self {
        self.is_nested = own_pool.is_some_and(|own| pools.into_iter().any(|pool| pool == own));
        self
    }

    /// The same, for a wait that has a time limit or not.
    pub(crate) fn within(mut self, limit: Option<Duration>) -> Self {
        self.has_limit = limit.is_some();
        self
    }

    pub(crate) fn name(&self, run: &Run) -> String {
        (self.name)(run)
    }

    pub(crate) fn culprit(&self) -> Option<Culprit> {
        self.culprit.as_ref()?()
    }

    pub(crate) fn made(&self) -> Option<Made> {
        self.made
    }

    pub(super) fn is_nested(&self) -> bool {
        self.is_nested
    }

    pub(super) fn has_limit(&self) -> bool {
        self.has_limit
    }

    pub(crate) fn is_there(&self) -> bool {
        (self.is_there)()
    }
}
