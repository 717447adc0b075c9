//! HTTP, without the script language: one request in, an answer or a failure out, and an end at any time between.

mod client;
mod exchange;
mod failure;
mod lookup;
mod message;
mod operation;
mod percent;
mod redirect;
mod socket;
mod tls;
mod url;

pub(crate) use client::Client;
pub(crate) use failure::{Failure, FailureKind};
pub(crate) use message::{Answer, Redirects, Request, reason_of};
pub(crate) use percent::pairs;
pub(crate) use redirect::{MOST_REDIRECTS, next as after_redirect};
pub(crate) use tls::Roots;
pub(crate) use url::Url;
