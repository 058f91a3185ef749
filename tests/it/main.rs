//! The one integration-test binary.

#![allow(clippy::unwrap_used)]

mod python_facts;
mod store;
