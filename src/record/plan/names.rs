//! What steps are called: their titles without decoration, and names that stay.

use crate::record::{Step, vocabulary};
use std::collections::{HashMap, HashSet};

/// A title without the signs that decorate its ends. A keycap's digit stays with it.
pub(super) fn trim_signs(title: &str) -> &str {
    title.trim_matches(|c: char| c.is_whitespace() || (vocabulary::is_sign(c) && c != '\u{20E3}'))
}

/// Gives each step a name that stays and is its own.
pub(super) fn name(steps: &mut [Step]) {
    let mut taken: HashSet<String> = HashSet::new();
    // The next number to try for a name that several have.
    let mut next: HashMap<String, usize> = HashMap::new();
    for step in steps {
        let base = match &step.tie {
            Some(tie) => tie.clone(),
            None => vocabulary::slug(&step.title),
        };
        let base = if base.is_empty() {
            "step".to_owned()
        } else {
            base
        };
        let mut name = base.clone();
        if taken.contains(&name) {
            let n = next.entry(base.clone()).or_insert(2);
            while taken.contains(&name) {
                name = format!("{base}-{n}");
                *n += 1;
            }
        }
        taken.insert(name.clone());
        step.name = name;
    }
}
