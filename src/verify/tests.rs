//! Parts of judging that need no world.

mod blindness;
