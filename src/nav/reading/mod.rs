//! Reading lists: measured or static weights of lines -> cards in reading order.

mod hot;

pub use hot::{HotList, HotRequest};
