//! The one integration-test binary.

#![allow(clippy::unwrap_used)]

mod index;
mod made;
mod nav;
mod python_facts;
mod repo;
mod source;
mod store;
mod tui_screen;
mod tui_support;
mod tui_update;
