//! The files of a folder as pages.

use std::fs;
use std::path::{Component, Path};

use crate::Page;

/// The file at `path` below `folder`, or what is in a folder; `None` if there is nothing, or it lies elsewhere.
pub(crate) fn find(folder: &Path, path: &str) -> Option<Page> {
    let below = Path::new(path.trim_start_matches('/'));
    let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_));
    if !below.components().all(is_plain) {
        return None;
    }
    let folder = folder.canonicalize().ok()?;
    let found = folder.join(below).canonicalize().ok()?;
    if !found.starts_with(&folder) {
        return None;
    }
    if found.is_dir() {
        let index = found.join("index.html");
        return if index.is_file() {
            file(&index)
        } else {
            list(&found, path)
        };
    }
    file(&found)
}

fn file(path: &Path) -> Option<Page> {
    let kind = match path.extension().and_then(|extension| extension.to_str()) {
        Some("html" | "htm") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("csv") => "text/csv; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("txt" | "md" | "rs" | "rhai" | "toml") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
    Some(Page::new(fs::read(path).ok()?).with_header("Content-Type", kind))
}

fn list(folder: &Path, path: &str) -> Option<Page> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort_unstable();
    let above = path.trim_matches('/');
    let links: String = names
        .iter()
        .map(|name| match above {
            "" => format!("<li><a href=\"/{name}\">{name}</a></li>\n"),
            above => format!("<li><a href=\"/{above}/{name}\">{name}</a></li>\n"),
        })
        .collect();
    let page = format!("<!DOCTYPE html>\n<ul>\n{links}</ul>\n");
    Some(Page::new(page).with_header("Content-Type", "text/html; charset=utf-8"))
}
