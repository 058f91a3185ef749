//! Says what the binary was built from.
fn main() {}
