//! What can be waited for together with others.

use std::sync::Arc;

use crate::cell::AnyCell;
use crate::{Future, SharedFuture};

/// What can be waited for: a future of either kind, or a reference to one.
///
/// Sealed: the state machine behind it is this crate's.
#[expect(private_bounds, reason = "sealed")]
pub trait Waitable: Watched {}

/// What a [`Waitable`] is inside.
pub(crate) trait Watched {
    /// Can two values of this type stand for one future? Those of a one-owner future cannot.
    const MAY_REPEAT: bool;
    fn cell(&self) -> &(dyn AnyCell + 'static);
    fn cell_arc(&self) -> Arc<dyn AnyCell>;
}

macro_rules! waitable {
    ($($future:ident: $($bound:ident)+, $may_repeat:literal;)*) => {$(
        impl<T: $($bound +)+ 'static> Watched for $future<T> {
            const MAY_REPEAT: bool = $may_repeat;
            fn cell(&self) -> &(dyn AnyCell + 'static) {
                $future::cell(self)
            }
            fn cell_arc(&self) -> Arc<dyn AnyCell> {
                $future::cell_arc(self)
            }
        }
        impl<T: $($bound +)+ 'static> Waitable for $future<T> {}
    )*};
}

waitable! {
    Future: Send, false;
    SharedFuture: Send Sync, true;
}

impl<F: Watched> Watched for &F {
    const MAY_REPEAT: bool = true;
    fn cell(&self) -> &(dyn AnyCell + 'static) {
        F::cell(self)
    }
    fn cell_arc(&self) -> Arc<dyn AnyCell> {
        F::cell_arc(self)
    }
}
impl<F: Waitable> Waitable for &F {}
