//! Outputs that are told by their form: one number against a bound, values of a shape, an answer without
//! an error.

use super::outcome::{Say, few};
use super::pick::{fold, not_printed};
use super::text::{metric_is, single_values, statuses};
use super::{Comparison, Name, Shape};
use crate::facts::quantity::Quantity;
use crate::facts::verdict::Judgement;
use crate::judge::scene::Scene;
use crate::query::Query;
use crate::told;

/// The output is one number against a bound.
pub(super) fn number(scene: &Scene, comparison: Comparison, bound: Quantity) -> Judgement {
    let say = Say(scene.lang);
    let wanted = format!("{} {bound}", comparison.sign());
    if let Some(judged) = metric_is(scene, &wanted, |seen| comparison.holds(&seen, &bound)) {
        return judged;
    }
    let seen: Vec<(&str, Option<Quantity>)> = single_values(scene)
        .into_iter()
        .map(|text| text.trim_matches(['"', '\'']))
        .map(|text| (text, plain_number(text)))
        .collect();
    if seen.is_empty() || seen.len() < scene.views.len() {
        return say.manual(told!(NotOneNumber));
    }
    if let Some((text, _)) = seen.iter().find(|(_, number)| number.is_none()) {
        let shown: String = text.chars().take(80).collect();
        return say.manual(told!(TheOutputIsNoNumber, shown));
    }
    let holds = seen
        .iter()
        .filter_map(|(_, number)| *number)
        .all(|number| comparison.holds(&number, &bound));
    let texts: Vec<String> = seen.iter().map(|(text, _)| (*text).to_owned()).collect();
    let (sign, texts) = (comparison.sign(), few(&texts, scene.lang));
    say.whether(holds, told!(NumberExpectedGot, sign, bound, texts))
        .with_seen(texts)
}

/// A number without a unit: `5m` is a time, a size or a share to different people.
fn plain_number(text: &str) -> Option<Quantity> {
    let digits = text
        .strip_prefix('-')
        .unwrap_or(text)
        .chars()
        .all(|c| c.is_ascii_digit() || c == '.');
    digits.then(|| Quantity::parse(text)).flatten()
}

/// The output is nothing but values of a shape.
pub(super) fn shaped(scene: &Scene, of: Option<&Name>, shape: Shape) -> Judgement {
    if let Some(name) = of.filter(|name| !is_asked(scene, name)) {
        return not_printed(scene, &name.text);
    }
    let say = Say(scene.lang);
    let what = shape.words(scene.lang);
    if !scene.tables().is_empty() {
        return not_printed(scene, &what);
    }
    let values: Vec<String> = scene
        .views
        .iter()
        .flat_map(|view| view.filtered.text.split_whitespace())
        .map(|word| word.trim_matches(['"', '\'']).to_owned())
        .collect();
    if values.is_empty() {
        return say.none_found(told!(NothingWasPrinted));
    }
    let wrong = |value: &&String| !super::cell::has_shape(value, shape);
    let others: Vec<String> = values.iter().filter(wrong).cloned().collect();
    let holds = others.is_empty();
    let seen = few(if holds { &values } else { &others }, scene.lang);
    say.whether(holds, told!(ExpectedGot, wanted = what, seen))
        .with_seen(seen)
}

/// Whether every command itself names something.
fn is_asked(scene: &Scene, name: &Name) -> bool {
    let wanted = fold(&name.text);
    let asks = |query: &Query| {
        serde_json::to_string(query).is_ok_and(|query| {
            let mut words = query.split(|c: char| !c.is_ascii_alphanumeric());
            words.any(|word| word.eq_ignore_ascii_case(&wanted))
        })
    };
    !wanted.is_empty() && scene.views.iter().all(|view| asks(view.query()))
}

/// The server answers without an error. Where it points elsewhere, what is there was not seen.
pub(super) fn answers(scene: &Scene, of: Option<&Name>) -> Judgement {
    if let Some(name) = of.filter(|name| !is_asked(scene, name)) {
        return not_printed(scene, &name.text);
    }
    let say = Say(scene.lang);
    let codes = statuses(scene);
    if codes.is_empty() {
        return say.manual(told!(NoHttpStatus));
    }
    let words: Vec<String> = codes.iter().map(u16::to_string).collect();
    let seen = few(&words, scene.lang);
    let message = format!("HTTP {seen}");
    let judgement = if codes.iter().any(|code| *code >= 400) {
        say.failed(message)
    } else if codes.iter().all(|code| (200..300).contains(code)) {
        say.passed(message)
    } else {
        say.manual(told!(TheAnswerPointsElsewhere, message))
    };
    judgement.with_seen(seen)
}
