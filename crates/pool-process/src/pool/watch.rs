//! What a reader waits on: the lines and the outputs of the workers that there are, and a waker.

use std::sync::Arc;
use std::time::Duration;

use futures_core::host;

use crate::pool::after::After;
use crate::pool::completions::Stream;
use crate::pool::core::Core;
use crate::pool::link::Link;
use crate::pool::links::Links;
use crate::pool::orders::Order;
use crate::pool::reader::condemn;
use crate::sys::poll::Poll;
use crate::sys::socket::Received as Heard;

/// So many descriptors may have come before the replies that they belong to, which is more than any honest worker sends
/// ahead, and less than this process may have.
const MAX_UNREAD_FDS: usize = 512;

/// The token of the waker; workers have their numbers, four each.
const WAKER: u64 = u64::MAX;

/// How long a reader sleeps that cannot wait for anything, because the system refuses it.
const DEAF_PAUSE: Duration = Duration::from_millis(1);

/// What a reader waits on.
pub(crate) struct Watch {
    poll: Poll,
    version: Option<u64>,
    pub(super) links: Vec<Arc<Link>>,
    ready: Vec<u64>,
}

impl Watch {
    /// Of nobody yet.
    ///
    /// # Errors
    /// The system has no files left to wait on.
    pub(crate) fn new(links: &Links) -> std::io::Result<Self> {
        let poll = Poll::new()?;
        poll.add(links.waker(), WAKER)?;
        Ok(Watch {
            poll,
            version: None,
            links: Vec::new(),
            ready: Vec::new(),
        })
    }

    /// Takes note of who has come and gone.
    pub(super) fn update(&mut self, core: &Core) {
        let version = core.links.version();
        if self.version == Some(version) {
            return;
        }
        self.version = Some(version);
        let links = core.links.all();
        let is_in = |link: &Arc<Link>, among: &[Arc<Link>]| {
            among.iter().any(|other| Arc::ptr_eq(link, other))
        };
        for gone in self.links.iter().filter(|link| !is_in(link, &links)) {
            // Closed ends have been removed before; then this fails, which is as good.
            let _ = self.poll.remove(&gone.socket);
            gone.with_pipes(|_, pipe| {
                let _ = self.poll.remove(pipe);
            });
        }
        for new in links.iter().filter(|link| !is_in(link, &self.links)) {
            let token = u64::from(new.number) * 4;
            let mut watched = self.poll.add(&new.socket, token);
            new.with_pipes(|stream, pipe| {
                let token = token + 1 + u64::from(stream == Stream::Err);
                let pipe_watched = self.poll.add(pipe, token);
                watched = std::mem::replace(&mut watched, Ok(())).and(pipe_watched);
            });
            if let Err(error) = watched {
                let mut after = After::default();
                condemn(
                    core,
                    new,
                    format!("it cannot be watched: {error}"),
                    &mut after,
                );
                core.act(after);
            }
        }
        self.links = links;
    }

    /// Sleeps until a bell rings, unless something has come meanwhile.
    pub(super) fn sleep(&mut self, core: &Core) {
        let mut is_quiet = true;
        for link in &self.links {
            let inbox = link.inbox.lock();
            is_quiet &= inbox.is_corrupt || inbox.replies.prepare_sleep();
        }
        if is_quiet && core.completions.is_empty() {
            if self.poll.wait(None, &mut self.ready).is_err() {
                // Deaf, but not blind: it looks again and again, and leaves the processor to others in between.
                let _ = host::sleep(DEAF_PAUSE);
            }
        } else {
            self.ready.clear();
        }
        for link in &self.links {
            link.inbox.lock().replies.awake();
        }
        for token in std::mem::take(&mut self.ready) {
            if token == WAKER {
                core.links.waker().drain();
                continue;
            }
            let number = u32::try_from(token / 4).unwrap_or(u32::MAX);
            let Some(link) = self.links.iter().find(|link| link.number == number) else {
                continue;
            };
            match token % 4 {
                0 => self.hear(core, link),
                _ => self.look_at_output(core, link),
            }
        }
    }

    fn hear(&self, core: &Core, link: &Link) {
        let mut inbox = link.inbox.lock();
        match link.socket.receive(&mut inbox.fds) {
            Ok(Heard::Bells(_)) if inbox.fds.len() > MAX_UNREAD_FDS => {
                let _ = self.poll.remove(&link.socket);
                inbox.is_corrupt = true;
                let mut after = After::default();
                let what = "it sends file descriptors that belong to nothing".to_owned();
                condemn(core, link, what, &mut after);
                core.act(after);
            }
            Ok(Heard::Bells(_) | Heard::Nothing) => {}
            // A line that was closed with bells unheard is reset.
            Err(error) if error.kind() != std::io::ErrorKind::ConnectionReset => {
                let _ = self.poll.remove(&link.socket);
                inbox.is_corrupt = true;
                let mut after = After::default();
                let what = format!("its results could not be received: {error}");
                condemn(core, link, what, &mut after);
                core.act(after);
            }
            Ok(Heard::Closed) | Err(_) => {
                let _ = self.poll.remove(&link.socket);
                if !std::mem::replace(&mut inbox.is_closed, true) {
                    core.mailbox.leave([Order::HungUp(link.number)]);
                }
            }
        }
    }

    fn look_at_output(&self, core: &Core, link: &Link) {
        link.read_output(&core.completions);
        link.with_ended_pipes(|pipe| {
            let _ = self.poll.remove(pipe);
        });
    }
}
