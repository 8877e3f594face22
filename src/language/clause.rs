//! The meaning of a text beside its commands: what a lone word can be, what is printed, and what may as well be a
//! heading.

use super::clean::clean;
use super::concept::Concept;
use super::lex::Quotes;
use super::lists::bare;
use super::patterns::pattern;
use super::reader::{Reader, Stop};
use super::word_lists::list;
use super::{Force, ReadContext, printed};
use crate::judge::predicate::{
    Bound, Extent, Join, Place, Predicate, Property, Statement, Value, same_kind,
};
use crate::query::Query;

/// The predicate of a whole text without its label, or the words that stopped it.
pub(super) fn sentence(text: &str, ctx: &ReadContext, labelled: bool) -> Result<Predicate, Stop> {
    let reader = Reader::of(text, ctx.queries);
    if let Some(said) = as_a_whole(text, ctx, labelled, &reader) {
        return Ok(said);
    }
    let said = reader.read(text)?;
    let unlabelled = !labelled && as_well_a_heading(&said, text, ctx.force);
    if unlabelled {
        return Err(text.into());
    }
    let said = all_of_one(said, text, ctx.queries);
    Ok(if says_containing(text) {
        said
    } else {
        lone_values(said)
    })
}

/// What a text means that is read as one: a message, what its command prints, a value.
fn as_a_whole(text: &str, ctx: &ReadContext, labelled: bool, reader: &Reader) -> Option<Predicate> {
    if let Some(message) = printed::message(text) {
        return Some(Statement::text(Place::Output, vec![message.to_owned()], Join::All).into());
    }
    if printed::no_resources(text) {
        return Some(Statement::printed(Property::AnyOutput).denied().into());
    }
    let demanded = ctx.force == Force::Demands;
    if demanded && labelled && is_word(text) {
        return Some(lone_word(text));
    }
    if let Some(answer) = answer(text).filter(|_| demanded) {
        return Some(lone_word(answer));
    }
    if let Some(said) = printed::of_query(text, ctx.queries, reader) {
        return Some(said);
    }
    // `pong` of a server's answer. Of other commands it may as well be a heading.
    let answers = |query: &&Query| matches!(query, Query::Http(_));
    let asked = !ctx.queries.is_empty() && ctx.queries.iter().all(answers);
    let told = || is_word(text) && text.chars().all(|c| c.is_ascii_lowercase());
    (demanded && asked && (text == "OK" || told())).then(|| lone_word(text))
}

/// Whether a text without a label may as well be a heading as say this.
fn as_well_a_heading(said: &Predicate, text: &str, force: Force) -> bool {
    let property = said.statement().map(|said| &said.property);
    if let Some(Property::Value(Value::Is(values))) = property
        && values.iter().any(|value| is_plain_word(value))
    {
        return true;
    }
    let nothing = matches!(property, Some(Property::AnyOutput));
    let one_word = !text.trim().contains(' ') && nothing;
    let each_line = matches!(property, Some(Property::Value(Value::EachLine(_))));
    // `READY: N/N` says whose the two numbers are.
    let of_column = matches!(property, Some(Property::Ratio { .. }))
        && text.to_ascii_lowercase().contains("ready");
    force == Force::Offers && (one_word || bare(said) && !each_line && !of_column)
}

/// The same of everything in its place, where a sentence speaks of all things of a kind of which every command names
/// one: `All apps Healthy` beside `argocd app get web`. One that is not so fails it.
fn all_of_one(said: Predicate, text: &str, queries: &[&Query]) -> Predicate {
    let lower = text.to_lowercase();
    let all = list("all-of").is_said_in(&lower);
    let names_one = |kind: &str| {
        let one = |query: &&Query| {
            let selections = query.selections();
            let mut asked = selections
                .iter()
                .filter(|one| same_kind(one.kind, kind))
                .peekable();
            asked.peek().is_some() && asked.all(|one| one.name.is_some()) && selections.len() == 1
                || matches!(query, Query::Argo(argo) if kind == "applications" && argo.app.is_some())
        };
        !queries.is_empty() && queries.iter().all(one)
    };
    said.map(&|mut said| {
        let of_state = matches!(said.property, Property::State(_) | Property::Ratio { .. });
        // `No crashing pods` denies it of all of them.
        let every = of_state && said.how_many == Bound::Every && (all || said.denies());
        let printed = said.who.name.is_none() && said.who.extent == Extent::Printed;
        let kind = said.who.kind.as_deref().filter(|_| every && printed);
        if !kind.is_some_and(names_one) {
            return said;
        }
        said.who.extent = Extent::Namespace;
        said
    })
}

/// Whether a sentence says that a text is somewhere in what is printed, and not that it is the output.
fn says_containing(text: &str) -> bool {
    let lower = clean(text).to_lowercase();
    // What is quoted is no word of the sentence.
    let outside: Vec<&str> = lower.split(['`', '"']).step_by(2).collect();
    let words = outside.iter();
    let mut words = words.flat_map(|part| part.split(|c: char| !c.is_alphanumeric()));
    let containing = list("containing");
    words.any(|word| {
        let one = word.strip_suffix('s');
        containing.is_said_in(word) || one.is_some_and(|one| containing.has(one))
    })
}

/// A text of one word that nothing is said of but itself is the whole value: `OK` is not `NOT OK`.
fn lone_values(said: Predicate) -> Predicate {
    let one_word = |text: &String| !text.contains(char::is_whitespace) && !text.contains("...");
    let lone = |said: Statement| match &said.property {
        Property::Text {
            place: Place::Output,
            texts,
            join,
        } if !said.denies()
            && (*join == Join::Any || texts.len() == 1)
            && texts.iter().all(one_word) =>
        {
            Statement::value(texts.clone())
        }
        _ => said,
    };
    said.map(&lone)
}

/// Whether a word of a text says that something is collected.
pub(super) fn speaks_of_collecting(text: &str) -> bool {
    let tokens = Reader::of(text, &[]).tokens(&clean(text), Quotes::Words);
    tokens.iter().any(|token| token.is("collected"))
}

/// Whether a text is one plain word of no vocabulary, as a value is: `enabled`.
fn is_word(text: &str) -> bool {
    let tokens = Reader::of("", &[]).tokens(text, Quotes::Words);
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    let [one] = tokens.as_slice() else {
        return false;
    };
    matches!(one.concept, Concept::Unknown(_)) && text.len() > 1 && text.chars().all(plain)
}

/// `yes`, `no`: an answer of a command, which is no heading and no half of a sentence.
fn answer(text: &str) -> Option<&'static str> {
    let yes = pattern("answer").captures(text)?.get(1);
    Some(if yes.is_some() { "yes" } else { "no" })
}

fn lone_word(text: &str) -> Predicate {
    Statement::value(vec![text.to_owned()]).into()
}

/// Whether a lone value may as well be a heading (`Grafana`): a word in plain letters.
fn is_plain_word(value: &str) -> bool {
    matches!(value, "TBD" | "TODO" | "N/A" | "NA" | "WIP")
        || value.chars().all(|c| c.is_ascii_alphabetic())
            && value.chars().any(|c| c.is_ascii_lowercase())
}
