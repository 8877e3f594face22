//! The way back: a statement as a sentence of either language, which is read as that statement. `say.tsv` has how.

use super::{ExtraWords, Force, ReadContext, Reading, lexicon};
use crate::facts::budget::Budget;
use crate::facts::josa;
use crate::facts::lang::Lang;
use crate::facts::texts::{Telling, Texts};
use crate::judge::predicate::{
    Comparison, Extent, Join, Precision, Predicate, Property, Statement, Subject, Test, either,
};

static TEXTS: Texts = Texts::of(include_str!("say.tsv"));

/// A statement as a sentence: the first pattern of the data that is read as it again. `None`: there is none.
pub fn say(statement: &Statement, lang: Lang) -> Option<String> {
    let meant = Predicate::from(statement.clone());
    TEXTS
        .fitting(statement.property.feature(), &statement.features(), lang)
        .into_iter()
        .filter_map(|text| written(text, lang, &|place| part(place, statement, lang)))
        .flat_map(|said| [begun(&josa::settled(said.clone())), josa::dropped(&said)])
        .find(|sentence| reads_as(sentence, &meant))
}

/// A text with what stands in its places; what is empty leaves no blank.
fn written(text: &str, lang: Lang, said: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let telling = Telling {
        texts: &TEXTS,
        so: Vec::new(),
        said,
        lang,
    };
    let said = telling.filled(text)?;
    let words: Vec<&str> = said.split_whitespace().collect();
    Some(words.join(" "))
}

/// A word of the data.
fn word(name: &str, of: &str, lang: Lang) -> Option<&'static str> {
    let mut words = TEXTS.fitting(name, &[of], lang).into_iter();
    words.find(|word| !word.is_empty())
}

/// A predicate as one sentence that is read as it.
pub(crate) fn sentence(said: &Predicate, lang: Lang) -> Option<String> {
    let text = match said {
        Predicate::Says(statement) => return say(statement, lang),
        Predicate::All(parts) => together(parts, lang)?,
        Predicate::Remarked(..) => return None,
    };
    reads_as(&text, said).then_some(text)
}

/// What a predicate says, for a reader: each part as its sentence, or described where it has none.
pub(crate) fn told(said: &Predicate, lang: Lang) -> String {
    said.words_or(lang, &|part| sentence(part, lang))
}

/// Several statements in one sentence: columns that agree, a number that is that of the nodes, states of the same, a list.
fn together(parts: &[Predicate], lang: Lang) -> Option<String> {
    let parts: Option<Vec<&Statement>> = parts.iter().map(Predicate::statement).collect();
    let parts = parts?;
    let (first, rest) = parts.split_first()?;
    let alike = rest.iter().all(|one| {
        one.who == first.who && one.how_many == first.how_many && one.wants == first.wants
    });
    let column = |said: &Statement| match &said.property {
        Property::Column { column, test } => Some((column.clone(), test.clone())),
        _ => None,
    };
    let columns: Option<Vec<(String, Test)>> = parts.iter().map(|one| column(one)).collect();
    if let Some(columns) = columns.filter(|all| alike && all.iter().all(|one| one.0 == all[0].0)) {
        let others = columns.iter().map(|(_, test)| match test {
            Test::SameAs(other) => Some(other.clone()),
            _ => None,
        });
        if let Some(others) = others.collect::<Option<Vec<String>>>() {
            return Some(format!("{} = {}", columns[0].0, others.join(" = ")));
        }
        if let [(_, Test::Is(_)), (_, Test::Nodes)] = columns.as_slice() {
            let nodes = lang.pick("(전체 노드 수)", "(all nodes)");
            return Some(format!("{} {nodes}", say(first, lang)?));
        }
    }
    // `All applications are Synced and Healthy`: what is said of the same in one word each.
    let states: Option<Vec<String>> = parts.iter().map(|one| only_state(one, lang)).collect();
    if let Some(states) = states.filter(|_| alike) {
        let text = TEXTS.fitting("all-of-these", &first.features(), lang);
        let said = written(text.first()?, lang, &|place| match place {
            "states" => Some(states.join(", ")),
            _ => part(place, first, lang),
        });
        return Some(begun(&josa::settled(said?)));
    }
    let each: Option<Vec<String>> = parts.iter().map(|one| say(one, lang)).collect();
    Some(each?.join(", "))
}

/// The state of a statement that says one.
fn only_state(said: &Statement, lang: Lang) -> Option<String> {
    match &said.property {
        Property::State(all) if !said.denies() && all.len() == 1 => Some(state(&all[0], lang)),
        _ => None,
    }
}

/// Whether a sentence is understood as that, beside no command.
fn reads_as(sentence: &str, meant: &Predicate) -> bool {
    let context = ReadContext {
        queries: &[],
        force: Force::Demands,
        extra: &ExtraWords::default(),
    };
    let read = || super::meaning(sentence, &context);
    let read = Budget::of(super::WORK, 1 << 20).run(read);
    matches!(read, Ok(Reading::Understood(said)) if said == *meant)
}

/// A sentence with a capital letter, unless it begins with what is written as it is.
fn begun(sentence: &str) -> String {
    let (first, rest) = sentence.split_once(' ').unwrap_or((sentence, ""));
    if first.chars().all(|c| c.is_ascii_lowercase()) && !rest.is_empty() {
        sentence[..1].to_ascii_uppercase() + &sentence[1..]
    } else {
        sentence.to_owned()
    }
}

/// What a statement says in a place of a pattern: its name, and how.
fn part(place: &str, said: &Statement, lang: Lang) -> Option<String> {
    let (place, how) = place.split_once(' ').unwrap_or((place, ""));
    let bound = |how: &str| {
        let (comparison, number) = said.bound(lang)?;
        let bounded = word("bound", comparison.sign(), lang)?;
        Some(bounded.replace('#', &how.replace('#', &number)))
    };
    let listed = |each: fn(&str) -> String| {
        let listed = said.listed().iter();
        listed.map(|one| each(one)).collect::<Vec<String>>()
    };
    Some(match (place, &said.property) {
        ("who", _) => things(&said.who, how, lang)?,
        ("n", _) => things(&said.who, &bound(how)?, lang)?,
        ("least", _) => match said.bound(lang)? {
            (Comparison::AtLeast, number) => things(&said.who, &how.replace('#', &number), lang)?,
            _ => return None,
        },
        ("bound", _) => bound(how)?,
        ("states", _) => states(said, lang),
        ("metric", Property::Measure { metric, .. }) => {
            word("metric", metric.word(), lang)?.to_owned()
        }
        ("plain", _) => either(&listed(plain), lang),
        (
            "values",
            Property::Text {
                join: Join::All, ..
            },
        ) => listed(code).join(lang.pick(" 및 ", " and ")),
        ("values", _) => either(&listed(code), lang),
        ("text", _) => code(&said.detail("text", lang)?),
        ("about", _) => said.detail("about", lang).unwrap_or_default(),
        _ => return said.detail(place, lang),
    })
}

/// A value, in code where it would not be read as one.
fn plain(value: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:<>%()".contains(c);
    if value.chars().all(plain) {
        value.to_owned()
    } else {
        code(value)
    }
}

/// A text as it is, in a code span, or quoted where it holds one.
fn code(text: &str) -> String {
    if text.contains('`') {
        format!("\"{text}\"")
    } else {
        format!("`{text}`")
    }
}

/// A name as it is read with its precision again.
fn name(subject: &Subject) -> Option<String> {
    let name = subject.name.as_ref()?;
    Some(match name.precision {
        Precision::Exact => format!("`{}`", name.text),
        Precision::Plain | Precision::Word | Precision::Loose => name.text.clone(),
    })
}

/// A state as it is read in a language.
fn state(state: &str, lang: Lang) -> String {
    word("called", state, lang).unwrap_or(state).to_owned()
}

fn states(statement: &Statement, lang: Lang) -> String {
    let states = statement.states().iter();
    let states: Vec<String> = states.map(|one| state(one, lang)).collect();
    either(&states, lang)
}

/// The things of a subject: `` `web` pods in namespace `loki` ``, `` `loki` 네임스페이스의 `web` Pod ``.
fn things(subject: &Subject, quantity: &str, lang: Lang) -> Option<String> {
    let kind = match &subject.kind {
        Some(kind) => match word("kind", kind, lang) {
            Some(kept) => kept.to_owned(),
            None => lexicon::spoken(kind, lang)?,
        },
        None => String::new(),
    };
    // The quantity and the kind reach the whole cluster.
    let all_nodes = ["all", "모든"].contains(&quantity)
        && subject.kind.as_deref() == Some("nodes")
        && subject.name.is_none();
    let extent = match (&subject.namespace, subject.extent) {
        (Some(_), _) => "named-namespace",
        (None, Extent::Namespace) => "namespace",
        (None, Extent::Cluster) if !all_nodes => "cluster",
        (None, _) => "printed",
    };
    written(word("within", extent, lang)?, lang, &|place| match place {
        "quantity" => Some(quantity.to_owned()),
        "name" => Some(name(subject).unwrap_or_default()),
        "kind" => Some(kind.clone()),
        "namespace" => subject.namespace.clone(),
        _ => None,
    })
}
