//! The one integration-test binary.

#![allow(clippy::unwrap_used)]

#[cfg(unix)]
mod browser;
#[cfg(unix)]
mod browser_support;
mod c_facts;
mod c_links;
mod c_lost;
mod c_names;
mod c_repair;
mod c_types;
mod canary;
#[cfg(unix)]
mod captures;
mod cli;
mod docs;
mod earlier;
mod fetch;
mod history;
mod index;
mod made;
mod meaning;
mod nav;
mod path;
mod pipeline;
mod pipeline_mini;
mod profile;
mod properties;
#[cfg(unix)]
mod pty;
#[cfg(unix)]
mod pty_edges;
#[cfg(unix)]
mod pty_first;
#[cfg(unix)]
mod pty_revisions;
#[cfg(unix)]
mod pty_support;
mod python_facts;
mod python_links;
mod read;
mod read_lines;
mod readme;
mod refs;
mod remarks;
mod repo;
mod script;
mod search;
mod search_real;
mod server;
mod source;
mod store;
mod support;
mod syntax;
mod tidy;
mod tui_colours;
mod tui_edges;
mod tui_lists;
mod tui_mini;
mod tui_opening;
mod tui_screen;
mod tui_support;
mod tui_update;
mod update;
mod update_real;
