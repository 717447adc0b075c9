//! What the parent tells a new worker first, so that both know that they mean the same.

use std::fmt;
use std::io;

use rustix::fs::stat;

use super::frame::{FrameError, Reader, Writer};

/// The version of everything in this module. It is part of the worker's command line and of its shared memory, so that
/// different versions find each other out before they misunderstand each other.
pub(crate) const PROTOCOL: u32 = 1;

/// The first argument of a program that is started as a worker. The second is [`PROTOCOL`].
pub(crate) const WORKER_ARG: &str = "--pool-process-worker";

/// The first request to a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hello {
    /// The number of the parent, which the worker checks to be its own parent.
    pub(crate) parent: u32,
    /// The program of the parent, if the worker has to be the same: functions are then known by their place in it.
    pub(crate) build: Option<BuildId>,
    /// At most so many bytes of address space.
    pub(crate) memory_limit: Option<u64>,
    /// At most so many seconds of processor time.
    pub(crate) cpu_limit: Option<u64>,
    /// The stack of the thread that runs the calls, in bytes.
    pub(crate) stack_size: u64,
}

impl Hello {
    /// Child: may this program work for that parent?
    ///
    /// # Errors
    ///
    /// What to answer in [`Reply::Refused`](super::frame::Reply::Refused).
    pub(crate) fn check_build(&self) -> Result<(), String> {
        let Some(theirs) = self.build else {
            return Ok(());
        };
        let ours = BuildId::of_this_program()
            .map_err(|error| format!("cannot tell which program this is: {error}"))?;
        if ours == theirs {
            return Ok(());
        }
        Err(format!(
            "the worker is another program than its parent: {ours}, not {theirs}"
        ))
    }

    pub(super) fn write(&self, writer: &mut Writer<'_>) {
        writer.u32(self.parent);
        writer.option(self.memory_limit);
        writer.option(self.cpu_limit);
        writer.u64(self.stack_size);
        writer.u8(self.build.is_some().into());
        if let Some(build) = self.build {
            let BuildId {
                device,
                inode,
                size,
                modified_s,
                modified_ns,
            } = build;
            for number in [device, inode, size] {
                writer.u64(number);
            }
            for number in [modified_s, modified_ns] {
                writer.i64(number);
            }
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, FrameError> {
        Ok(Hello {
            parent: reader.u32()?,
            memory_limit: reader.option()?,
            cpu_limit: reader.option()?,
            stack_size: reader.u64()?,
            build: match reader.u8()? {
                0 => None,
                1 => Some(BuildId {
                    device: reader.u64()?,
                    inode: reader.u64()?,
                    size: reader.u64()?,
                    modified_s: reader.i64()?,
                    modified_ns: reader.i64()?,
                }),
                _ => return Err(FrameError::Kind),
            },
        })
    }
}

/// Which file a program is executed from. Two processes with equal ones have the same functions at the same places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BuildId {
    device: u64,
    inode: u64,
    size: u64,
    modified_s: i64,
    modified_ns: i64,
}

impl BuildId {
    /// The program that this process executes, also if its file has been replaced since.
    pub(crate) fn of_this_program() -> io::Result<Self> {
        let found = stat("/proc/self/exe")?;
        Ok(BuildId {
            device: found.st_dev,
            inode: found.st_ino,
            size: found.st_size.unsigned_abs(),
            modified_s: found.st_mtime,
            modified_ns: found.st_mtime_nsec as i64,
        })
    }
}

impl fmt::Display for BuildId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let BuildId {
            device,
            inode,
            size,
            modified_s,
            modified_ns,
        } = self;
        write!(
            f,
            "file {inode} on device {device} with {size} bytes of {modified_s}.{modified_ns:09}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{BuildId, Hello};

    fn hello(build: Option<BuildId>) -> Hello {
        Hello {
            parent: 1,
            build,
            memory_limit: None,
            cpu_limit: None,
            stack_size: 8 << 20,
        }
    }

    #[test]
    fn the_same_program_is_accepted_and_another_refused() {
        let ours = BuildId::of_this_program().unwrap();
        assert_eq!(hello(Some(ours)).check_build(), Ok(()));
        assert_eq!(
            hello(None).check_build(),
            Ok(()),
            "calls by name need no such check"
        );
        let other = BuildId {
            modified_ns: ours.modified_ns ^ 1,
            ..ours
        };
        let reason = hello(Some(other)).check_build().unwrap_err();
        assert_eq!(
            reason,
            format!("the worker is another program than its parent: {ours}, not {other}")
        );
    }
}
