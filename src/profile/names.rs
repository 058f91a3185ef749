//! Symbols and paths as compilers and profilers write them -> as the sources have them.

/// What compilers put behind the name of a function that they split or copied.
const SUFFIXES: &[&str] =
    &[".lto_priv", ".isra", ".part", ".constprop", ".cold", ".llvm", ".warm", ".localalias", ".hot", ".unlikely"];

/// Takes off what compilers and profilers put behind a symbol: `.constprop.0`, callgrind's `'2` for a recursion, an
/// offset `+0x1f`, a symbol version `@@GLIBC_2.3`.
pub fn bare_symbol(symbol: &str) -> &str {
    let symbol = symbol.trim();
    let symbol = symbol.split_once("+0x").map_or(symbol, |(name, _)| name);
    let symbol = symbol.split_once('@').map_or(symbol, |(name, _)| name);
    let symbol = match symbol.rsplit_once('\'') {
        Some((name, level)) if !level.is_empty() && level.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => symbol,
    };
    let cut = SUFFIXES.iter().filter_map(|suffix| symbol.find(suffix)).filter(|&at| at > 0).min();
    cut.map_or(symbol, |at| &symbol[..at])
}

/// Resolves `.` and `..` in a path: `/build/obj/../Python/ceval.c` is `/build/Python/ceval.c`.
pub fn normal_path(path: &str) -> String {
    let path = path.trim().replace('\\', "/");
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    let root = if path.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{bare_symbol, normal_path};

    #[test]
    fn what_a_compiler_adds_to_a_name_goes() {
        assert_eq!(bare_symbol("dict_getitem.lto_priv.0"), "dict_getitem");
        assert_eq!(bare_symbol("f.isra.0.constprop.1"), "f");
        assert_eq!(bare_symbol("_PyEval_EvalFrameDefault.cold"), "_PyEval_EvalFrameDefault");
        assert_eq!(bare_symbol("_Py_Dealloc'2"), "_Py_Dealloc");
        assert_eq!(bare_symbol("PyObject_Call+0x1f"), "PyObject_Call");
        assert_eq!(bare_symbol("a.b"), "a.b");
    }

    #[test]
    fn paths_of_builds_are_made_plain() {
        assert_eq!(normal_path("/build/static/../Python/ceval.c"), "/build/Python/ceval.c");
        assert_eq!(normal_path("./Include/../Include/object.h"), "Include/object.h");
        assert_eq!(normal_path("../../Python/ceval.c"), "../../Python/ceval.c");
    }
}
