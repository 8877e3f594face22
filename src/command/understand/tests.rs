//! Where commands stand in a record, and which of them each claim is about.

use super::*;

mod claims;
mod formats;
mod places;
