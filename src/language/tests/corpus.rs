//! The collected sentences of other people's documents (`../shared/corpus`), which are not part of the
//! project: how many are decided. Skipped where they are absent.

use super::*;

/// The shared folder beside the repository, or where the sessions have it.
fn shared() -> Option<std::path::PathBuf> {
    let beside = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared"));
    [beside, std::path::Path::new("/work/shared")]
        .into_iter()
        .find(|p| p.is_dir())
        .map(Into::into)
}

/// The force that a record's label gives a sentence.
fn force(label: &str) -> Force {
    match label {
        "검증 결과" | "결과" | "result" | "출력" | "output" => Force::Reports,
        "" => Force::Offers,
        _ => Force::Demands,
    }
}

/// What became of the sentences of one language.
#[derive(Default)]
struct Tally {
    /// A predicate that is judged.
    real: usize,
    /// Rightly nothing: a result that is reported, advice, a counter-example, a forecast.
    nothing: usize,
    /// A person must judge.
    manual: usize,
}

impl Tally {
    /// The share of predicates among the sentences that demand something.
    fn share(&self) -> f64 {
        self.real as f64 / (self.real + self.manual) as f64
    }
}

#[test]
fn most_collected_sentences_become_predicates() {
    let Some(text) =
        shared().and_then(|dir| std::fs::read_to_string(dir.join("corpus/expectations.tsv")).ok())
    else {
        return;
    };
    let mut tallies = [Tally::default(), Tally::default()];
    // The same with every label read as a demand: how much of the language is understood.
    let mut demanded = [0, 0];
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let (lang, kind, label, sentence) = (fields[0], fields[1], fields[3], fields[4]);
        let at = usize::from(lang == "en");
        demanded[at] += usize::from(matches!(
            reading(sentence, Force::Demands),
            Reading::Understood(_)
        ));
        let tally = &mut tallies[at];
        let shown = match reading(sentence, force(label)) {
            Reading::Understood(predicate) => {
                tally.real += 1;
                format!("+ {}", predicate.words(Lang::of(sentence)))
            }
            Reading::NotAnExpectation(why) => {
                tally.nothing += 1;
                format!("~ {}", why.words(Lang::of(sentence)))
            }
            Reading::NotUnderstood { stopped_at, .. } => {
                tally.manual += 1;
                format!("- stopped at: {stopped_at}")
            }
        };
        println!("[{kind}] {sentence}\n      {shown}");
    }
    for (lang, tally, demanded) in [
        ("ko", &tallies[0], demanded[0]),
        ("en", &tallies[1], demanded[1]),
    ] {
        println!(
            "{lang}: {} predicates and {} manual ({:.0} %), {} that demand nothing; {demanded} predicates if every label demanded",
            tally.real,
            tally.manual,
            100.0 * tally.share(),
            tally.nothing,
        );
    }
    assert!(tallies[0].share() >= 0.8, "{}", tallies[0].share());
    assert!(tallies[1].share() >= 0.6, "{}", tallies[1].share());
}
