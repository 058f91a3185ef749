//! Where one has been: back and forward over whole places, so that going back shows what was seen.

/// Places behind and ahead of the present one.
#[derive(Debug, Clone)]
pub struct History<T> {
    back: Vec<T>,
    forward: Vec<T>,
}

impl<T> Default for History<T> {
    fn default() -> Self {
        History { back: Vec::new(), forward: Vec::new() }
    }
}

impl<T> History<T> {
    /// Places kept behind. Each may hold a document.
    const LIMIT: usize = 100;

    /// Leaves a place for a new one: what was ahead is forgotten.
    pub fn leave(&mut self, place: T) {
        self.forward.clear();
        self.back.push(place);
        if self.back.len() > Self::LIMIT {
            self.back.remove(0);
        }
    }

    /// Returns the place behind and keeps `here` ahead; nothing changes when there is none.
    pub fn back(&mut self, here: T) -> Option<T> {
        let place = self.back.pop()?;
        self.forward.push(here);
        Some(place)
    }

    /// Returns the place ahead and keeps `here` behind; nothing changes when there is none.
    pub fn forward(&mut self, here: T) -> Option<T> {
        let place = self.forward.pop()?;
        self.back.push(here);
        Some(place)
    }

    /// Goes over all places, to bring them up to date.
    pub fn each_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.back.iter_mut().chain(&mut self.forward)
    }

    /// Returns the places behind, oldest first.
    pub fn trail(&self) -> &[T] {
        &self.back
    }
}
