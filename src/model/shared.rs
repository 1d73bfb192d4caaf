//! Parts of the values that copies share: `generate` looks at them with one feature after another switched on.

use super::read::{At, Read, Reader, Shape};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// A part that is copied once somebody changes it.
#[derive(Clone, Debug)]
pub struct Shared<T>(Arc<T>);

impl<T: Read> Read for Shared<T> {
    fn shape() -> Shape {
        T::shape()
    }

    fn read(at: &At<'_>, reader: &mut Reader<'_>) -> Self {
        Shared(Arc::new(T::read(at, reader)))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Clone> DerefMut for Shared<T> {
    fn deref_mut(&mut self) -> &mut T {
        Arc::make_mut(&mut self.0)
    }
}
