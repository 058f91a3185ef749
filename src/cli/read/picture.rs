//! The picture of a list on its page: a bar of shares, and which cards call which.
