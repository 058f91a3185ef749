//! The lists of what the interpreter goes through: `hot` (every operation) and `startup` (every run).

use crate::model::ReadingList;
use crate::nav::Navigator;
use anyhow::Result;
use std::path::PathBuf;

/// Which of the two lists is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HotList {
    /// What every operation goes through: what grows with the work.
    Hot,
    /// What every run goes through, from the first call to the last.
    Startup,
}

impl HotList {
    /// The word it is asked for by.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hot => "hot",
            Self::Startup => "startup",
        }
    }

    /// Returns the list of that name.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Hot, Self::Startup].into_iter().find(|list| list.as_str() == word)
    }
}

/// What a list of hot lines is asked for with.
#[derive(Debug, Clone)]
pub struct HotRequest {
    /// Which list.
    pub list: HotList,
    /// Lines of reading: hot lines and one per range.
    pub budget: u32,
    /// Profiles of the user's own; empty for the bundled one.
    pub from: Vec<PathBuf>,
    /// Whether to estimate from links alone.
    pub estimate: bool,
}

impl Navigator {
    /// Returns the list of hot lines that was asked for, in reading order.
    pub fn hot(&self, request: &HotRequest) -> Result<ReadingList> {
        Ok(ReadingList {
            name: request.list.as_str().to_owned(),
            title: match request.list {
                HotList::Hot => "What every operation goes through".to_owned(),
                HotList::Startup => "What every run goes through".to_owned(),
            },
            commit: self.revision().commit.clone(),
            ..ReadingList::default()
        })
    }
}
