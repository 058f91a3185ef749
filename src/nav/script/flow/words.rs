//! The part of `queries/c/compiler.toml` about what later steps of the compiler do.

use serde::Deserialize;

/// Names of instructions by what they are to somebody who orders them, and of the functions that do it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowWords {
    pub nothing: String,
    pub jump: Vec<String>,
    pub push: Vec<String>,
    pub pop: String,
    pub stand_ins: Vec<String>,
    pub ends: Vec<String>,
    pub opposite: Vec<[String; 2]>,
    pub short: Vec<String>,
    pub not_taken: String,
    pub constant: String,
    pub tests: Vec<[String; 2]>,
    pub small: String,
    pub common: String,
    pub common_by: Vec<String>,
    pub commons: Vec<[String; 2]>,
    pub is: String,
    pub to_bool: String,
    pub truths: Vec<String>,
    pub not: String,
    pub opposed: Vec<String>,
    pub none_tests: Vec<[String; 3]>,
    pub joined: Vec<[String; 3]>,
    pub absorbed: Vec<[String; 3]>,
    pub build: String,
    pub unpack: String,
    pub swap: String,
    pub copy: String,
    pub pop_top: String,
    pub stores: Vec<String>,
    pub load: String,
    pub store: String,
    pub unsets: Vec<String>,
    pub check: String,
    pub copies_any: Vec<String>,
    pub copies_without_line: Vec<String>,
    pub moves_cold: Vec<String>,
}
