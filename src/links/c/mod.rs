//! The C side of the border: types, modules and what they publish. One mechanism per file.

pub mod api;
pub mod clinic;
pub mod holders;
pub mod members;
pub mod modules;
pub mod publish;
pub mod slots;
pub mod structs;
pub mod type_names;
pub mod types;
