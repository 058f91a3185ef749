//! Text -> the escape sequence that asks the terminal to put it on the clipboard (OSC 52); works over ssh.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Returns the sequence. In tmux it is sent a second time, wrapped so that tmux passes it on where it is allowed to.
pub fn sequence(text: &str, tmux: bool) -> String {
    let copy = format!("\x1b]52;c;{}\x07", base64(text.as_bytes()));
    if tmux { format!("{copy}\x1bPtmux;\x1b{copy}\x1b\\") } else { copy }
}

fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let [a, b, c] = [0, 1, 2].map(|at| u32::from(chunk.get(at).copied().unwrap_or(0)));
        let bits = a << 16 | b << 8 | c;
        for at in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * at) & 63) as usize];
            out.push(if at <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes() {
        let encoded = ["", "f", "fo", "foo", "foob", "\u{e9}"].map(|text| base64(text.as_bytes()));
        assert_eq!(encoded, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "w6k="]);
        assert_eq!(sequence("f", false), "\x1b]52;c;Zg==\x07");
    }
}
