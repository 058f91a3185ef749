//! The C side of the border: types, modules and what they publish. One mechanism per file.

pub mod api;
pub mod api_calls;
pub mod clinic;
pub mod constants;
pub mod fills;
pub mod helpers;
pub mod holders;
pub mod makes;
pub mod members;
pub mod modules;
pub mod own_calls;
pub mod publish;
mod python_api;
pub mod python_uses;
pub mod slots;
pub mod structs;
pub mod type_names;
pub mod typedefs;
pub mod types;
