//! Numbers of the compiler: what a macro stands for.

use crate::facts::statements::Expression;

/// The number that an expression of numbers and of names with numbers stands for.
pub(super) fn plain_number(written: &Expression, named: &dyn Fn(&str) -> Option<i64>) -> Option<i64> {
    match written {
        Expression::Number(number) => Some(*number),
        Expression::Name(name) => named(name),
        Expression::Unary(op, inner) if op == "-" => Some(-plain_number(inner, named)?),
        Expression::Binary(op, left, right) => {
            let (a, b) = (plain_number(left, named)?, plain_number(right, named)?);
            match op.as_str() {
                "<<" => a.checked_shl(u32::try_from(b).ok()?),
                "|" => Some(a | b),
                "+" => a.checked_add(b),
                "-" => a.checked_sub(b),
                _ => None,
            }
        }
        _ => None,
    }
}
