//! What natives hold of the outside: running futures, and things such as sockets that Ballerina code knows by number.

use std::any::Any;
use std::io;
use std::pin::Pin;
use std::sync::Arc;

use bal_sched::{Alarm, StrandId};
use slab::Slab;
use values::{Result, Word};

use crate::Ctx;

/// Makes a native's result of what a future found; runs in the strand that waited.
pub type Completion = Box<dyn FnOnce(&mut Ctx<'_>) -> Result<Word> + Send>;

/// What a strand waits for.
pub type Waiting = Pin<Box<dyn Future<Output = Completion> + Send>>;

/// The executor's side; see [`Ctx::wait`].
pub trait Outside: Alarm + Send + Sync {
    /// Sockets, timers and blocking work.
    ///
    /// # Errors
    /// When the system has no descriptors left.
    fn reactor(&self) -> io::Result<reactor::Handle>;
    /// There may be something for which strands should give way after a while.
    fn strand_begun(&self);
    /// Polls `future` until it has ended and then resumes the strand.
    fn wait(&self, strand: StrandId, future: Waiting);
    /// The program is to stop as if it had been asked to by a signal.
    fn stop(&self);
    fn resources(&self) -> parking_lot::MutexGuard<'_, Resources>;
}

/// A resource's number. No other resource ever gets it.
pub type ResourceId = i64;

/// Things of natives that Ballerina objects hold by number.
#[derive(Default)]
pub struct Resources {
    all: Slab<(u32, Arc<dyn Any + Send + Sync>)>,
    generation: u32,
}

impl Resources {
    pub fn insert(&mut self, resource: Arc<dyn Any + Send + Sync>) -> ResourceId {
        self.generation = self.generation.wrapping_add(1) & 0x3fff_ffff;
        let key = self.all.insert((self.generation, resource));
        i64::from(self.generation) << 32 | key as i64
    }

    /// The resource, if it is there still and of that type.
    pub fn get<T: Any + Send + Sync>(&self, id: ResourceId) -> Option<Arc<T>> {
        let (generation, resource) = self.all.get(id as u32 as usize)?;
        (i64::from(*generation) == id >> 32).then(|| resource.clone().downcast().ok()).flatten()
    }

    /// Lets go of a resource; it ends when nobody uses it any more.
    pub fn remove(&mut self, id: ResourceId) -> Option<Arc<dyn Any + Send + Sync>> {
        let (generation, _) = self.all.get(id as u32 as usize)?;
        (i64::from(*generation) == id >> 32).then(|| self.all.remove(id as u32 as usize).1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_outlives_its_resource_in_vain() {
        let mut r = Resources::default();
        let a = r.insert(Arc::new(1i32));
        assert_eq!(r.get::<i32>(a).as_deref(), Some(&1));
        assert!(r.get::<u64>(a).is_none());
        assert!(r.remove(a).is_some());
        let b = r.insert(Arc::new(2i32));
        assert_ne!(a, b);
        assert!(r.get::<i32>(a).is_none() && r.remove(a).is_none());
        assert_eq!(r.get::<i32>(b).as_deref(), Some(&2));
    }
}
