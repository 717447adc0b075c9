//! Where the code of the running program lies in memory, so that a function can be named by its distance from there.

use std::fs;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The main program in this process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Image {
    /// Its first byte. The kernel puts it anywhere, but what follows has the same distances in every process.
    pub(crate) start: usize,
    /// Its executable part.
    pub(crate) code: Range<usize>,
}

/// The image of this process, looked up once.
///
/// # Errors
/// The files below /proc/self that tell it cannot be read or understood.
pub(crate) fn image() -> Result<Image, String> {
    static START: AtomicUsize = AtomicUsize::new(0);
    static CODE_START: AtomicUsize = AtomicUsize::new(0);
    static CODE_END: AtomicUsize = AtomicUsize::new(0);
    // Threads that find it missing at the same time store the same numbers, the end last.
    let end = CODE_END.load(Ordering::Acquire);
    if end != 0 {
        return Ok(Image {
            start: START.load(Ordering::Relaxed),
            code: CODE_START.load(Ordering::Relaxed)..end,
        });
    }
    let image = look_up()?;
    START.store(image.start, Ordering::Relaxed);
    CODE_START.store(image.code.start, Ordering::Relaxed);
    CODE_END.store(image.code.end, Ordering::Release);
    Ok(image)
}

fn look_up() -> Result<Image, String> {
    let auxv = fs::read("/proc/self/auxv").map_err(|error| format!("/proc/self/auxv: {error}"))?;
    let maps = fs::read_to_string("/proc/self/maps")
        .map_err(|error| format!("/proc/self/maps: {error}"))?;
    let inside = program_headers(&auxv).ok_or("/proc/self/auxv names no program")?;
    find(&maps, inside).ok_or_else(|| "/proc/self/maps shows no program".to_owned())
}

/// The address of the main program's headers, as the kernel told it to this process.
fn program_headers(auxv: &[u8]) -> Option<usize> {
    const AT_PHDR: usize = 3;
    let (words, _) = auxv.as_chunks::<{ size_of::<usize>() }>();
    let (pairs, _) = words.as_chunks::<2>();
    pairs
        .iter()
        .map(|[key, value]| (usize::from_ne_bytes(*key), usize::from_ne_bytes(*value)))
        .find(|(key, _)| *key == AT_PHDR)
        .map(|(_, value)| value)
}

/// One line of /proc/self/maps.
struct Mapped<'a> {
    range: Range<usize>,
    is_executable: bool,
    /// Device and number of the file.
    file: (&'a str, &'a str),
}

fn parse(line: &str) -> Option<Mapped<'_>> {
    let mut columns = line.split_ascii_whitespace();
    let (start, end) = columns.next()?.split_once('-')?;
    let access = columns.next()?;
    let _offset = columns.next()?;
    Some(Mapped {
        range: usize::from_str_radix(start, 16).ok()?..usize::from_str_radix(end, 16).ok()?,
        is_executable: access.contains('x'),
        file: (columns.next()?, columns.next()?),
    })
}

/// The image of which `inside` is a part: everything that is mapped from the same file.
fn find(maps: &str, inside: usize) -> Option<Image> {
    let all: Vec<Mapped<'_>> = maps.lines().filter_map(parse).collect();
    let file = all
        .iter()
        .find(|mapped| mapped.range.contains(&inside))
        .map(|mapped| mapped.file)
        .filter(|(_, number)| *number != "0")?;
    let of_file = || all.iter().filter(|mapped| mapped.file == file);
    let code = || of_file().filter(|mapped| mapped.is_executable);
    Some(Image {
        start: of_file().map(|mapped| mapped.range.start).min()?,
        code: code().map(|mapped| mapped.range.start).min()?
            ..code().map(|mapped| mapped.range.end).max()?,
    })
}

#[cfg(test)]
mod tests {
    use super::{Image, find, image};

    const MAPS: &str = "\
5581f0a00000-5581f0a10000 r--p 00000000 08:01 131 /usr/bin/a program (deleted)
5581f0a10000-5581f0a80000 r-xp 00010000 08:01 131 /usr/bin/a program (deleted)
5581f0a80000-5581f0a90000 rw-p 00080000 08:01 131 /usr/bin/a program (deleted)
5581f1000000-5581f1021000 rw-p 00000000 00:00 0 [heap]
7f0000000000-7f0000100000 r-xp 00000000 08:01 777 /usr/lib/libc.so.6
not a line
";

    #[test]
    fn the_program_is_told_from_its_libraries() {
        let program = Image {
            start: 0x5581_f0a0_0000,
            code: 0x5581_f0a1_0000..0x5581_f0a8_0000,
        };
        assert_eq!(find(MAPS, 0x5581_f0a0_0040), Some(program));
        assert_eq!(find(MAPS, 0x5581_f100_0000), None);
        assert_eq!(find(MAPS, 0x10), None);
    }

    #[test]
    fn this_test_is_part_of_its_program() {
        let image = image().unwrap();
        let own: fn() = this_test_is_part_of_its_program;
        assert!(image.code.contains(&(own as usize)));
        assert!(image.start <= image.code.start);
        let heap = Box::new(7);
        assert!(!image.code.contains(&(&raw const *heap as usize)));
        assert_eq!(super::image(), Ok(image));
    }
}
