//! Which deployments a record is about. A number is a deployment's only beside a word that says so, and
//! Gitploy's only if no word says that it is another system's; a previous one, one of a history and one
//! that a checklist item or a heading names beside the record's own are not the record's.

use super::token::ends_word;
use crate::facts::deployment::{DeploymentId, DeploymentRef, System};
use crate::facts::word_list::WordList;
use crate::record::{vocabulary, words};
use std::collections::HashSet;

static DEPLOYER: WordList = words("deployment-deployer");
static NUMBERING: WordList = words("deployment-numbering");
static NUMBERED: WordList = words("deployment-numbered");
static EARLIER: WordList = words("deployment-earlier");
static FAILED: WordList = words("deployment-failed");
static NUMBER: WordList = words("deployment-number");
static NAME: WordList = words("deployment-name");

/// A deployment's number, as a line names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub number: DeploymentId,
    pub whose: Whose,
    /// The repository of a link to it.
    pub project: Option<String>,
    /// The line says of this one that it failed or was called off.
    pub failed: bool,
}

impl Named {
    fn of(number: DeploymentId, whose: Whose, failed: bool) -> Named {
        Named {
            number,
            whose,
            project: None,
            failed,
        }
    }
}

/// Whose a deployment is, by the words around its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// The line names the system, or links to it.
    Of(System),
    /// The line says a deployment and not whose.
    Unsaid,
    /// The line names another system.
    Elsewhere,
    /// The line says that it is an earlier one.
    Earlier,
}

/// How directly a place names the deployment of its record. The first that names any is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Directness {
    /// Metadata, a labelled line, the section about the deployment.
    Told,
    /// Other prose, code.
    Mentioned,
    /// A heading, an item, the plan: they speak of one among the record's.
    Beside,
    /// It is said to have failed, where another one is named.
    Failed,
}

/// The numbers of a record as they are found.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    found: Vec<(Directness, Named)>,
}

impl Numbers {
    pub(super) fn add(&mut self, place: Directness, named: Named) {
        let place = if named.failed {
            Directness::Failed
        } else {
            place
        };
        self.found.push((place, named));
    }

    /// The record's own, in order, each once. `text` tells whether it names another system only.
    pub(super) fn own(&self, text: &str) -> Vec<DeploymentRef> {
        let any = |whose: Whose| self.found.iter().any(|(_, one)| one.whose == whose);
        // Beside a forge's deployment a number of nobody's may be that one, or a run's.
        let is_forges = |whose: Whose| matches!(whose, Whose::Of(system) if system.is_forge());
        let of_forge = self.found.iter().any(|(_, one)| is_forges(one.whose));
        let elsewhere = any(Whose::Unsaid)
            && !any(Whose::Of(System::default()))
            && (of_forge || is_deployed_elsewhere(text));
        // A number that a system is named for elsewhere is that system's.
        let named_for = |number: &DeploymentId| {
            let mut found = self.found.iter().filter(|(_, one)| one.number == *number);
            found.find_map(|(_, one)| match one.whose {
                Whose::Of(system) => Some(system),
                Whose::Unsaid | Whose::Elsewhere | Whose::Earlier => None,
            })
        };
        let source = |one: &Named| match one.whose {
            Whose::Of(system) => Some(system),
            Whose::Unsaid => named_for(&one.number).or((!elsewhere).then_some(System::default())),
            Whose::Elsewhere | Whose::Earlier => None,
        };
        let own = self
            .found
            .iter()
            .filter_map(|(place, one)| Some((*place, source(one)?, one)));
        let best = own.clone().map(|(place, _, _)| place).min();
        let linked = |source: System, number: &DeploymentId| {
            let mut found = self.found.iter().map(|(_, one)| one);
            found.find_map(|one| {
                let is_it = one.whose == Whose::Of(source) && one.number == *number;
                one.project.clone().filter(|_| is_it)
            })
        };
        let mut known = HashSet::new();
        let best = own.filter(|(place, _, _)| Some(*place) == best);
        best.map(|(_, source, one)| DeploymentRef {
            source,
            project: one.project.clone().or_else(|| linked(source, &one.number)),
            id: one.number.clone(),
        })
        .filter(|one| known.insert(one.clone()))
        .collect()
    }
}

/// Those that can be asked, by name, but for the one that numbers without a word are of.
fn askable() -> impl Iterator<Item = (System, &'static str)> {
    let all = System::ALL.into_iter().filter(|system| !system.is_unsaid());
    all.flat_map(|system| system.called().iter().map(move |name| (system, *name)))
}

/// The one of them that a word among others names, and with how many: Argo is several things, and Argo CD one.
fn system_at(words: &[&str], at: usize) -> Option<(System, usize)> {
    askable().find_map(|(system, name)| {
        let length = name.split(' ').count();
        let is_it = words
            .get(at..at + length)?
            .iter()
            .copied()
            .eq(name.split(' '));
        is_it.then_some((system, length))
    })
}

/// `(GitHub)` behind a number; `(GitHub Actions)` is something else.
fn inside_system(inside: &str) -> Option<System> {
    let inside = inside.split([')', '）']).next()?;
    let words: Vec<&str> = inside.split_whitespace().collect();
    let (system, length) = system_at(&words, 0)?;
    (words.len() == length).then_some(system)
}

/// The words for the system that numbers without a word are of.
fn ours() -> &'static [&'static str] {
    System::default().called()
}

/// Whether a text names a system of deployments and that one not at all.
fn is_deployed_elsewhere(text: &str) -> bool {
    let text = vocabulary::nfc(text).to_lowercase();
    let any = |names: &[&str]| names.iter().any(|name| text.contains(name));
    // That the code is at GitHub says nothing of who deploys it.
    let deploys =
        |name: &&str| [" deployment", " 배포", " actions"].map(|what| format!("{name}{what}"));
    let mut by_github = System::Github.called().iter().flat_map(deploys);
    !any(ours())
        && (DEPLOYER.is_within(&text)
            || any(System::Gitlab.called())
            || by_github.any(|name| text.contains(&name)))
}

/// The deployments that a line names. `whose` knows the addresses of deployments.
pub(super) fn named(line: &str, whose_is: impl Fn(&str) -> Option<System>) -> Vec<Named> {
    let mut all: Vec<Named> = Vec::new();
    let mut open: Option<Open> = None;
    for (start, end) in ids(line) {
        let id = DeploymentId::new(&line[start..end]);
        let number = line[start..end].parse::<u64>().ok();
        let id = number.map_or(id, DeploymentId::from);
        let signed = line[..start].ends_with('#');
        let failed = is_said_to_have_failed(&line[end..]);
        if let Some(announced) = announced(&line[..start], &line[end..]) {
            let whose = match link_around(line, start, end) {
                Some(url) => whose_is(url).map_or(Whose::Elsewhere, Whose::Of),
                None => announced,
            };
            if number.is_none() && !matches!(whose, Whose::Of(system) if system.takes(&id)) {
                continue;
            }
            all.push(Named::of(id, whose, failed));
            open = number.map(|number| Open {
                end,
                signed,
                whose,
                number,
            });
        } else if let Some(number) = number
            && let Some(before) = open
                .filter(|open| open.signed == signed)
                .filter(|_| signed || ends_entry(&line[end..]))
            && let Some(joined) = joined(&line[before.end..start])
        {
            let whose = before.whose;
            if joined == Joined::Through && number.saturating_sub(before.number) <= WIDEST {
                let between = before.number + 1..number;
                all.extend(between.map(|number| Named::of(number.into(), whose, false)));
            }
            all.push(Named::of(id, whose, failed));
            open = Some(Open {
                end,
                number,
                ..before
            });
        }
    }
    all
}

/// A list of numbers that may go on.
#[derive(Clone, Copy)]
struct Open {
    end: usize,
    signed: bool,
    whose: Whose,
    number: u64,
}

/// Numbers that `#4369 ~ #4374` may leave out.
const WIDEST: u64 = 50;

/// Whole numbers that are words of their own, and digests behind a sign.
fn ids(line: &str) -> Vec<(usize, usize)> {
    let digests = line.match_indices('#').filter_map(|(at, _)| {
        let word = &line[at + 1..];
        let digits = word.bytes().take_while(u8::is_ascii_hexdigit).count();
        let is_digest = digits >= 7 && word[..digits].bytes().any(|b| b.is_ascii_alphabetic());
        (is_digest && ends_word(&word.as_bytes()[digits..])).then_some((at + 1, at + 1 + digits))
    });
    let mut all: Vec<(usize, usize)> = digests.collect();
    all.extend(integers(line));
    all.sort_unstable();
    all
}

fn integers(line: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let bytes = line.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + bytes[at..].iter().position(u8::is_ascii_digit)?;
            let digits = bytes[start..].iter().take_while(|b| b.is_ascii_digit());
            at = start + digits.count();
            let begins =
                start == 0 || !matches!(bytes[start - 1], b'a'..=b'z' | b'A'..=b'Z' | b'_');
            if begins && (ends_word(&bytes[at..]) || leads_to_another(&line[start..], at - start)) {
                return Some((start, at));
            }
        }
    })
}

/// `4354/4355` and `4354-4355`: two of at least three digits, which no date and no version is.
fn leads_to_another(text: &str, digits: usize) -> bool {
    let Some(rest) = text[digits..].strip_prefix(['-', '/']) else {
        return false;
    };
    let next = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (one, other) = (text[..digits].parse::<u64>(), rest[..next].parse::<u64>());
    digits >= 3
        && next >= 3
        && ends_word(&rest.as_bytes()[next..])
        && one.is_ok_and(|one| other.is_ok_and(|other| other > one))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Joined {
    And,
    Through,
}

/// How what stands between two numbers joins them; `None` if it does not.
fn joined(between: &str) -> Option<Joined> {
    let mut outside = String::new();
    let mut depth = 0usize;
    for c in between.chars() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.checked_sub(1)?,
            _ if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    if depth != 0 {
        return None;
    }
    let outside = vocabulary::nfc(&outside).to_lowercase();
    let mut how = None;
    for word in
        outside.split(|c: char| c.is_whitespace() || matches!(c, '#' | '`' | '*' | ',' | '、'))
    {
        let joins = match word {
            "" => continue,
            "~" | "-" | "–" | "—" | "…" | "..." | ".." | "〜" | "through" | "부터" => {
                Joined::Through
            }
            "/" | "·" | ";" | "+" | "&" | "→" | "->" | "=>" | ">" | "와" | "과" | "및" | "and"
            | "후" | "then" | "다음" | "그리고" | "or" | "또는" | "|" | "to" => Joined::And,
            _ => return None,
        };
        how = Some(if how == Some(Joined::Through) {
            Joined::Through
        } else {
            joins
        });
    }
    let apart = between.contains([',', '、', '(', ' ']);
    how.or(apart.then_some(Joined::And))
}

/// Whether an unsigned number of a list ends its entry.
fn ends_entry(after: &str) -> bool {
    let after = after.trim_start_matches(['`', '*', ' ']);
    after.is_empty()
        || after.starts_with([
            ',', '/', '·', ';', '+', '&', '~', '-', '–', '→', '(', '（', '.', '…', '|', ')', '와',
            '과', '및', '후',
        ])
}

/// The longest name of a deployment's number that words end with; some are one with a sign only.
fn name_at_end(words: &str, sign: bool) -> Option<String> {
    let own = ours().iter().flat_map(|own| {
        let forms = [
            format!("{own} 번호"),
            own.to_string(),
            format!("{own} deploy"),
        ];
        let needs_sign = |at: usize| at > 0;
        forms
            .into_iter()
            .enumerate()
            .filter(move |(at, _)| sign || !needs_sign(*at))
    });
    let own: Vec<String> = own.map(|(_, form)| form).collect();
    NUMBER
        .iter()
        .chain(NAME.iter().filter(|_| sign))
        .copied()
        .chain(own.iter().map(String::as_str))
        .filter(|name| words.ends_with(name))
        .max_by_key(|name| name.len())
        .map(str::to_owned)
}

/// Whether the words before a number say that it is a deployment's, and whose.
fn announced(before: &str, after: &str) -> Option<Whose> {
    let (words, sign) = match before.strip_suffix('#') {
        Some(words) => (words, true),
        None => (before, false),
    };
    let words = words.trim_end_matches([' ', ':', '：', '*', '`', '(', '[', '\t', '=']);
    let far = words.char_indices().rev().nth(60).map_or(0, |(at, _)| at);
    let words = vocabulary::nfc(&words[far..]).to_lowercase();
    let name = name_at_end(&words, sign)?;
    let clause = words[..words.len() - name.len()]
        .rsplit(['.', ',', ';', '|', '·', ')', ':', '：', '\n'])
        .next()
        .unwrap_or_default();
    let said: Vec<&str> = clause
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let inside = after.strip_prefix([' ', '`', '*']).unwrap_or(after);
    let inside = inside
        .strip_prefix(['(', '（'])
        .unwrap_or_default()
        .to_lowercase();
    let nearest = |list: &[&str]| said.iter().rposition(|word| list.contains(word));
    let any_begins = |list: &[&str]| list.iter().any(|name| inside.starts_with(name));
    let is_ours = ours().iter().any(|own| name.contains(own));
    let ours_at = nearest(ours()).or(is_ours.then_some(said.len()));
    let asked = (0..said.len()).rfind(|at| system_at(&said, *at).is_some());
    let others = [&DEPLOYER, &NUMBERING, &NUMBERED].map(|list| nearest(list));
    let system = others.into_iter().fold(asked, Option::max);
    let is_earlier = nearest(&EARLIER).is_some();
    let whose = if let Some(at) = system.filter(|_| system > ours_at) {
        match system_at(&said, at) {
            Some((system, _)) if !is_earlier => Whose::Of(system),
            Some(_) | None => Whose::Elsewhere,
        }
    } else if is_earlier {
        Whose::Earlier
    } else if let Some(system) = inside_system(&inside) {
        Whose::Of(system)
    } else if DEPLOYER.begins(&inside)
        || NUMBERING.begins(&inside)
        || askable().any(|(_, name)| inside.starts_with(name))
    {
        Whose::Elsewhere
    } else if ours_at.is_some() || any_begins(ours()) {
        Whose::Of(System::default())
    } else {
        Whose::Unsaid
    };
    // A history is one of deployments where a system keeps it as such.
    let of_history = ["history", "이력", "히스토리"];
    let keeps = |system: System| system.is_in_a_cluster();
    let is_one = match whose {
        Whose::Of(system) => keeps(system),
        Whose::Unsaid | Whose::Elsewhere | Whose::Earlier => false,
    };
    (is_one || !of_history.iter().any(|word| name.starts_with(word))).then_some(whose)
}

/// `#10 (실패)`, `#10 - failed`.
fn is_said_to_have_failed(after: &str) -> bool {
    let after = after.trim_start_matches(['`', '*', ' ', '(', '（', ':', '-', '–', '—', '❌', '✗']);
    let after = vocabulary::nfc(after.get(..after.len().min(48)).unwrap_or(after)).to_lowercase();
    FAILED.begins(&after)
}

/// The address of the link in whose text a number stands.
fn link_around(line: &str, start: usize, end: usize) -> Option<&str> {
    let opened = line[..start].rfind('[')?;
    if line[opened..start].contains(']') {
        return None;
    }
    let (text, url) = line[end..].split_once("](")?;
    (!text.contains(['[', ']'])).then(|| url.split([')', ' ']).next().unwrap_or(url))
}

#[cfg(test)]
mod tests;
