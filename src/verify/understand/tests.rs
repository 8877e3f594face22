//! Where commands stand in a record, and which of them each claim is about.

use super::*;

/// A record of one plan step, understood.
fn of_step(body: &str) -> Understanding {
    let heading = match Lang::of(body) {
        Lang::Ko => "## 검증 계획\n\n### 1. 확인\n",
        Lang::En => "## Verification\n\n### 1. Check\n",
    };
    understand(&format!("{heading}{body}\n"), &Vocabulary::default())
}

/// The entries that demand something.
fn demands(step: &Understood) -> impl Iterator<Item = &ClaimReading> {
    let claims = step.claims.iter();
    claims.filter(|claim| !matches!(claim.reading, Reading::NotAnExpectation(_)))
}

/// The commands of which a claim speaks, `*` for the whole step.
fn commands_of(step: &Understood, claim: &ClaimReading) -> String {
    match &claim.about {
        About::Step => "*".to_owned(),
        About::Commands(places) => {
            let texts = step.commands[places.clone()].iter();
            texts
                .map(|one| one.text.clone())
                .collect::<Vec<_>>()
                .join("; ")
        }
    }
}

mod claims;
mod formats;
mod places;
