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

#[test]
fn most_collected_sentences_are_decided() {
    let Some(text) =
        shared().and_then(|dir| std::fs::read_to_string(dir.join("corpus/expectations.tsv")).ok())
    else {
        return;
    };
    let (mut decided, mut total, mut demanded) = ([0, 0], [0, 0], [0, 0]);
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let (lang, kind, label, sentence) = (fields[0], fields[1], fields[3], fields[4]);
        let at = usize::from(lang == "en");
        total[at] += 1;
        let read = reading(sentence, force(label));
        demanded[at] += usize::from(matches!(
            reading(sentence, Force::Demands),
            Reading::Understood(_)
        ));
        let lang = Lang::of(sentence);
        let shown = match &read {
            Reading::Understood(predicate) => format!("+ {}", predicate.words(lang)),
            Reading::NotAnExpectation(why) => format!("~ {why}"),
            Reading::NotUnderstood { stopped_at, .. } => format!("- stopped at: {stopped_at}"),
        };
        decided[at] += usize::from(!matches!(read, Reading::NotUnderstood { .. }));
        println!("[{kind}] {sentence}\n      {shown}");
    }
    let rate = |at: usize| decided[at] as f64 / total[at] as f64;
    println!(
        "decided: ko {:.2} of {}, en {:.2} of {}",
        rate(0),
        total[0],
        rate(1),
        total[1]
    );
    println!(
        "understood if all demanded: ko {}, en {}",
        demanded[0], demanded[1]
    );
    assert!(rate(0) >= 0.8 && rate(1) >= 0.6);
}
