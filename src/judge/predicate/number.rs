//! Outputs that are told by their form: one number against a bound, values of a shape, an answer without
//! an error.

use super::outcome::{Say, few};
use super::pick::{fold, not_printed};
use super::text::{metric_is, single_values};
use super::{Comparison, Name, Shape};
use crate::facts::quantity::Quantity;
use crate::facts::verdict::Judgement;
use crate::judge::scene::Scene;
use crate::query::Query;

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
        return say.manual(
            "출력이 한 수가 아니어서 비교할 수 없습니다".into(),
            "the output is not one number that could be compared".into(),
        );
    }
    if let Some((text, _)) = seen.iter().find(|(_, number)| number.is_none()) {
        let shown: String = text.chars().take(80).collect();
        return say.manual(
            format!("출력이 수가 아닙니다: {shown}"),
            format!("the output is no number: {shown}"),
        );
    }
    let holds = seen
        .iter()
        .filter_map(|(_, number)| *number)
        .all(|number| comparison.holds(&number, &bound));
    let texts: Vec<String> = seen.iter().map(|(text, _)| (*text).to_owned()).collect();
    let (sign, texts) = (comparison.sign(), few(&texts, scene.lang));
    say.whether(
        holds,
        format!("기대 {sign} {bound}, 실제 {texts}"),
        format!("expected {sign} {bound}, got {texts}"),
    )
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
    let what = super::words::shape(shape, scene.lang);
    if !scene.tables().is_empty() {
        return not_printed(scene, what);
    }
    let values: Vec<String> = scene
        .views
        .iter()
        .flat_map(|view| view.filtered.text.split_whitespace())
        .map(|word| word.trim_matches(['"', '\'']).to_owned())
        .collect();
    if values.is_empty() {
        return say.none_found("출력이 없습니다".into(), "nothing was printed".into());
    }
    let wrong = |value: &&String| !super::field::has_shape(value, shape);
    let others: Vec<String> = values.iter().filter(wrong).cloned().collect();
    let holds = others.is_empty();
    let seen = few(if holds { &values } else { &others }, scene.lang);
    say.whether(
        holds,
        format!("기대 {what}, 실제 {seen}"),
        format!("expected {what}, got {seen}"),
    )
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
    !wanted.is_empty() && scene.views.iter().all(|view| asks(&view.pipeline.query))
}

/// The server answers without an error. Where it points elsewhere, what is there was not seen.
pub(super) fn answers(scene: &Scene, of: Option<&Name>) -> Judgement {
    if let Some(name) = of.filter(|name| !is_asked(scene, name)) {
        return not_printed(scene, &name.text);
    }
    let say = Say(scene.lang);
    let codes: Vec<u16> = scene
        .views
        .iter()
        .filter_map(|view| view.filtered.http.as_ref())
        .map(|http| http.status)
        .collect();
    if codes.is_empty() {
        return say.manual(
            "이 단계에 HTTP 응답이 없습니다".into(),
            "no command of this step gives an HTTP status".into(),
        );
    }
    let words: Vec<String> = codes.iter().map(u16::to_string).collect();
    let seen = few(&words, scene.lang);
    let message = format!("HTTP {seen}");
    let judgement = if codes.iter().any(|code| *code >= 400) {
        say.failed(message.clone(), message)
    } else if codes.iter().all(|code| (200..300).contains(code)) {
        say.passed(message.clone(), message)
    } else {
        say.manual(
            format!("다른 곳을 가리키는 응답입니다: {message}"),
            format!("the answer points elsewhere: {message}"),
        )
    };
    judgement.with_seen(seen)
}
