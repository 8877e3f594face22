//! Plain output: texts in it, lone values, HTTP answers.

use super::Join;
use super::live::ratio;
use super::outcome::{Say, few};
use crate::facts::quantity::Quantity;
use crate::facts::table::Table;
use crate::facts::verdict::Judgement;
use crate::judge::sample_table::wildcard_parts;
use crate::judge::scene::{Scene, View};
use crate::judge::word_list;
use crate::query::Filter;
use crate::told;

/// Whether a text holds another as whole words: `ACTIVE` is not in `INACTIVE`, nor `Ready` in
/// `NotReady`. `xxx` and `...` in it stand for anything within a line.
pub(super) fn holds_text(text: &str, wanted: &str) -> bool {
    let parts = wildcard_parts(wanted.trim());
    text.lines().any(|line| line_holds(line, &parts))
        || (parts.len() == 1 && wanted.contains('\n') && text.contains(wanted))
}

fn line_holds(line: &str, parts: &[String]) -> bool {
    let first = &parts[0];
    let starts: Vec<usize> = if first.is_empty() {
        vec![0]
    } else {
        line.match_indices(first.as_str())
            .map(|(at, _)| at)
            .collect()
    };
    starts.into_iter().any(|start| {
        let mut at = start + first.len();
        for part in &parts[1..] {
            match line[at..].find(part.as_str()) {
                Some(found) => at += found + part.len(),
                None => return false,
            }
        }
        let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric());
        let (before, after) = (line[..start].chars().next_back(), line[at..].chars().next());
        let starts_inside = word(before) && word(first.chars().next());
        let ends_inside = word(after)
            && parts
                .last()
                .is_some_and(|part| word(part.chars().next_back()));
        !starts_inside && !ends_inside
    })
}

/// What all commands printed.
pub(super) fn printed(scene: &Scene) -> String {
    let texts = scene.views.iter().map(|view| {
        if view.filtered.text.is_empty() {
            view.filtered.stderr.clone()
        } else {
            view.filtered.text.clone()
        }
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// Whether a text stands only in the header of a table: `UP` is in `UP-TO-DATE`.
fn is_of_header(scene: &Scene, wanted: &str) -> bool {
    let heads: Vec<&str> = scene
        .views
        .iter()
        .filter(|view| !view.raw.tables.is_empty())
        .filter_map(|view| view.raw.text.lines().next())
        .collect();
    let printed = printed(scene);
    let body = printed.lines().filter(|line| !heads.contains(line));
    heads.iter().any(|head| holds_text(head, wanted))
        && !holds_text(&body.collect::<Vec<_>>().join("\n"), wanted)
}

/// Whether a text holds others, and those that it holds or, if it does not, lacks.
pub(super) fn holds_texts(
    text: &str,
    wanted: &[String],
    join: Join,
    scene: &Scene,
) -> (bool, String) {
    let wanted = wanted.iter().cloned();
    let (found, missing): (Vec<String>, Vec<String>) =
        wanted.partition(|wanted| holds_text(text, wanted));
    let holds = match join {
        Join::All => missing.is_empty(),
        Join::Any => !found.is_empty(),
    };
    let shown = few(if holds { &found } else { &missing }, scene.lang);
    (holds, shown)
}

/// The output holds texts, or holds none of them.
pub(super) fn literal(scene: &Scene, texts: &[String], join: Join) -> Judgement {
    let text = printed(scene);
    if let Some(wanted) = texts.iter().find(|wanted| is_of_header(scene, wanted)) {
        return super::pick::not_printed(scene, wanted);
    }
    let (holds, shown) = holds_texts(&text, texts, join, scene);
    let cut = scene.views.iter().any(|view| view.filtered.is_cut());
    let say = Say(scene.lang);
    if !holds && cut {
        let what = shown;
        return say.truncated(told!(TextsBeyondLimit, what));
    }
    let told = if holds {
        told!(OutputHas, shown)
    } else {
        told!(OutputLacks, shown)
    };
    say.whether(holds, told).with_seen(shown)
}

/// Nothing is printed.
pub(super) fn no_output(scene: &Scene) -> Judgement {
    let lines: Vec<String> = scene
        .views
        .iter()
        .flat_map(|view| real_lines(view))
        .map(str::to_owned)
        .collect();
    Say(scene.lang)
        .whether(
            lines.is_empty(),
            told!(LinesPrinted, count = lines.len(), example = example(&lines)),
        )
        .with_seen(lines.len().to_string())
}

fn example(lines: &[String]) -> String {
    lines
        .first()
        .map(|line| format!(": {}", line.chars().take(80).collect::<String>()))
        .unwrap_or_default()
}

/// The printed lines without a table's header that a `grep -v` left over.
fn real_lines<'a>(view: &View<'a>) -> impl Iterator<Item = &'a str> {
    let header = if view.raw.tables.is_empty() {
        None
    } else {
        view.raw.text.lines().next()
    };
    let only_header =
        view.raw.tables.iter().all(|table| table.rows.is_empty()) || view.is_filtered();
    view.filtered
        .text
        .lines()
        .filter(move |line| !(line.trim().is_empty() || only_header && header == Some(*line)))
        .filter(|line| !line.starts_with("No resources found"))
}

/// The single values that commands print.
pub(super) fn single_values<'a>(scene: &Scene<'a>) -> Vec<&'a str> {
    let single = |view: &View<'a>| {
        let text = view.filtered.text.trim();
        (!text.is_empty() && text.lines().count() == 1 && view.tables().is_empty()).then_some(text)
    };
    scene.views.iter().filter_map(single).collect()
}

/// A number said of a metric may be its value (`10`) or that of its series (`10 results`): where the two do not
/// agree, a person judges. `None`: the step's one command prints something else.
pub(super) fn metric_is(
    scene: &Scene,
    wanted: &str,
    fits: impl Fn(Quantity) -> bool,
) -> Option<Judgement> {
    let [view] = scene.views.as_slice() else {
        return None;
    };
    let table = metric(view)?;
    let cells = |column| -> Vec<&str> {
        let cell = |row| table.cell(row, column);
        table.rows.iter().filter_map(cell).collect()
    };
    let (values, mut series) = (cells("VALUE"), cells("METRIC"));
    series.sort_unstable();
    series.dedup();
    let count = Quantity::parse(&series.len().to_string());
    let fits_value = |value: &&str| Quantity::parse(value).is_some_and(&fits);
    let by_value = !values.is_empty() && values.iter().all(fits_value);
    let by_count = count.is_some_and(&fits);
    let say = Say(scene.lang);
    let shown: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
    let (seen, of) = (few(&shown, scene.lang), series.len());
    let judged = match (!view.is_filtered(), by_value == by_count) {
        (true, true) => say.whether(by_value, told!(SeriesExpectedGot, wanted, seen, of)),
        (false, _) | (_, false) => say.manual(told!(ValueOrNumberOfSeries, wanted, seen, of)),
    };
    Some(judged.with_seen(seen))
}

/// The samples of a metric, where they are all that is printed or lines are picked of them.
fn metric<'a>(view: &View<'a>) -> Option<&'a Table> {
    let [table] = view.raw.tables.as_slice() else {
        return None;
    };
    let columns = table.columns.iter().map(|column| column.name.as_str());
    let whole = !view.is_filtered() || view.picks_lines();
    (whole && columns.eq(["METRIC", "VALUE"])).then_some(table)
}

/// A lone value.
pub(super) fn scalar(scene: &Scene, values: &[String]) -> Judgement {
    let say = Say(scene.lang);
    let codes: Option<Vec<u16>> = values
        .iter()
        .map(|value| value.parse().ok().filter(|code| (100..600).contains(code)))
        .collect();
    if let Some(codes) = codes
        && scene.views.iter().any(|view| view.filtered.http.is_some())
    {
        return http(scene, &codes);
    }
    let wanted = values.join(" / ");
    let number = values.iter().all(|value| value.parse::<u64>().is_ok());
    if number {
        let is = |seen| {
            let mut wanted = values.iter();
            wanted.any(|wanted| Quantity::parse(wanted) == Some(seen))
        };
        if let Some(judged) = metric_is(scene, &wanted, is) {
            return judged;
        }
    }
    let rows = scene.rows().len();
    if number && scene.views.len() == 1 && !scene.tables().is_empty() {
        let holds = values.iter().any(|value| value.parse() == Ok(rows));
        return say
            .whether(holds, told!(RowsExpectedGot, wanted, rows))
            .with_seen(rows.to_string());
    }
    let told: Vec<(Whole, String)> = scene
        .views
        .iter()
        .filter_map(|view| whole(view, values))
        .collect();
    if told.is_empty() {
        // `0` lines that `grep` found.
        let greps = |view: &View| matches!(view.pipeline.filters.last(), Some(Filter::Grep(_)));
        if values == ["0"] && scene.views.iter().all(greps) {
            return no_output(scene);
        }
        return say.none_found(told!(NothingWasPrinted));
    }
    let seen: Vec<&str> = told.iter().map(|(_, seen)| seen.as_str()).collect();
    let seen: String = seen.join(", ").chars().take(120).collect();
    let is = |wanted: Whole| told.iter().any(|(told, _)| *told == wanted);
    let cut = |view: &View| view.filtered.is_cut();
    if is(Whole::Other) && scene.views.iter().any(cut) {
        return say.truncated(told!(TextsBeyondLimit, what = wanted));
    }
    if is(Whole::Other) || !is(Whole::More) {
        return say
            .whether(!is(Whole::Other), told!(ExpectedGot, wanted, seen))
            .with_seen(seen);
    }
    say.manual(told!(NotOneValue, wanted, seen))
}

/// What the output of a command is to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whole {
    /// The value, and nothing else.
    It,
    /// More than the value, of which it is a part.
    More,
    /// Something else.
    Other,
}

fn has_digit(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

/// What a command prints against values, one of which it should be. `None`: it prints nothing.
fn whole(view: &View, values: &[String]) -> Option<(Whole, String)> {
    let text = view.filtered.text.trim();
    if text.is_empty() {
        return None;
    }
    let is = |seen: &str| {
        let bare = seen.trim().trim_matches(['"', '\'']);
        values.iter().any(|value| {
            bare == value || (value.parse::<u64>().is_err() && bare.eq_ignore_ascii_case(value))
        })
    };
    let is_prose = || values.iter().all(|value| is_prose(value));
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    if lines.next().is_none() && view.tables().is_empty() {
        let leaves = serde_json::from_str(text).ok().map(|json| leaves(&json));
        let told = match leaves.as_deref() {
            _ if is(text) => Whole::It,
            // One for each of several, and what `grep` left of a key.
            None if view.filtered.http.is_none() && each_is(text, &is) => Whole::It,
            // An answer of one field is that field's value.
            Some([one]) if is(one) => Whole::It,
            Some(many) if many.iter().any(|leaf| is(leaf)) => Whole::More,
            // In other words than the answer's: OK of 200, healthy of UP.
            Some(many)
                if view.filtered.http.is_some() && is_prose() && many.iter().any(says_well) =>
            {
                Whole::More
            }
            // That 9 of 10 are ready is not said with the word.
            None if ratio(text).is_some() && !values.iter().any(|value| has_digit(value)) => {
                Whole::More
            }
            Some(_) | None => Whole::Other,
        };
        return Some((told, first.to_owned()));
    }
    // Among several lines a value is a whole one, or what a key has; among rows it is in every one.
    let tables = view.tables();
    let rows = tables.iter().flat_map(|table| &table.rows);
    let mut rows = rows.filter(|row| view.prints(row)).peekable();
    let is_line = |line: &str| is(line) || line.split_once(':').is_some_and(|(_, value)| is(value));
    let whole = match rows.peek() {
        Some(_) => rows.all(|row| row.cells.iter().any(|cell| is(cell))),
        None => text.lines().any(is_line),
    };
    let numbers = values.iter().all(|value| value.parse::<u64>().is_ok());
    let told = if whole && view.filtered.http.is_none() && !numbers {
        Whole::It
    } else if values.iter().any(|value| text.contains(value.as_str())) {
        Whole::More
    } else {
        Whole::Other
    };
    let seen = match told {
        Whole::It => values.join(" / "),
        Whole::More | Whole::Other => first.to_owned(),
    };
    Some((told, seen))
}

/// Words that say of an answer that it is well, whatever its own words are.
fn is_prose(value: &str) -> bool {
    word_list("good-answer").has(&value.to_ascii_lowercase())
}

/// Whether a value of an answer says that it is well.
fn says_well(leaf: &String) -> bool {
    is_prose(leaf)
        || leaf == "true"
        || leaf
            .parse()
            .is_ok_and(|code: u16| (200..300).contains(&code))
}

/// Whether a line is a value several times, or with its key before it (`readyReplicas: 3`).
fn each_is(line: &str, is: &dyn Fn(&str) -> bool) -> bool {
    let bare = line.trim().trim_start_matches("- ");
    let of_key = bare.split_once(": ").filter(|(key, _)| !key.contains(' '));
    let words: Vec<&str> = line.split_whitespace().collect();
    // `web:1.2.3` of `registry.example.dev/web:1.2.3`.
    let image = words.len() == 1
        && bare
            .rsplit('/')
            .next()
            .is_some_and(|name| name.contains(':') && is(name));
    image
        || of_key.is_some_and(|(_, value)| is(value))
        || words.len() > 1 && words.iter().all(|word| is(word))
}

/// The values of a JSON text without their keys.
fn leaves(json: &serde_json::Value) -> Vec<String> {
    use serde_json::Value;
    match json {
        Value::Object(fields) => fields.values().flat_map(leaves).collect(),
        Value::Array(items) => items.iter().flat_map(leaves).collect(),
        Value::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    }
}

/// Every line is a value.
pub(super) fn each_line(scene: &Scene, value: &str) -> Judgement {
    let say = Say(scene.lang);
    let lines: Vec<String> = scene
        .views
        .iter()
        .flat_map(|view| view.filtered.text.lines())
        .map(|line| line.trim().to_owned())
        .collect();
    let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    if lines.is_empty() {
        return say.none_found(told!(NothingWasPrinted));
    }
    let wrong: Vec<String> = lines
        .iter()
        .filter(|line| *line != value)
        .cloned()
        .collect();
    let (right, all) = (lines.len() - wrong.len(), lines.len());
    say.whether(
        wrong.is_empty(),
        told!(LinesAreValue, all, right, value, example = example(&wrong)),
    )
}

/// The statuses of what servers answered.
pub(super) fn statuses(scene: &Scene) -> Vec<u16> {
    let answers = scene.views.iter();
    let answers = answers.filter_map(|view| view.filtered.http.as_ref());
    answers.map(|http| http.status).collect()
}

/// HTTP status codes.
pub(super) fn http(scene: &Scene, codes: &[u16]) -> Judgement {
    let say = Say(scene.lang);
    let mut seen = statuses(scene);
    if seen.is_empty() {
        let printed = single_values(scene).into_iter();
        seen.extend(printed.filter_map(|text| text.parse::<u16>().ok()));
    }
    if seen.is_empty() {
        return say.manual(told!(NoHttpStatus));
    }
    let holds = seen.iter().all(|code| codes.contains(code));
    let words = |codes: &[u16]| {
        codes
            .iter()
            .map(u16::to_string)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (wanted, seen) = (words(codes), words(&seen));
    say.whether(holds, told!(ExpectedHTTPGot, wanted, seen))
        .with_seen(seen)
}

pub(super) fn line_value(line: &str, key: &str) -> Option<String> {
    let line = line.trim().trim_start_matches("- ");
    let (own, value) = line.split_once([':', '='])?;
    let own = own.trim().trim_matches('"');
    // `Sync Status:  Synced to main (1a2b3c)` of `argocd app get`.
    if own.eq_ignore_ascii_case(key) && own.eq_ignore_ascii_case("sync status") {
        return value.split_whitespace().next().map(str::to_owned);
    }
    // `level=info ts=…`: of several on a line, the value ends at a blank.
    let several = line.contains('=') && value.split_whitespace().skip(1).any(|w| w.contains('='));
    let value = if several {
        value.split_whitespace().next().unwrap_or(value)
    } else {
        value
    };
    own.eq_ignore_ascii_case(key)
        .then(|| value.trim().trim_matches(['"', ',']).to_owned())
}
