//! `report site`: pages of all records, to look at. Pure: rows, texts and what their versions tell go in,
//! pages come out; nothing is asked, and what a page holds of a record is text.

mod feed;
pub(crate) mod run;

pub(crate) use feed::feed;

use super::list::{Listed, OpenItem, Past, Standing, stem, without_twins};
use super::stats::{self, Measures, Stats};
use crate::facts::lang::Lang;
use crate::facts::page::{escape, plain};
use crate::facts::percent::{decoded, encoded};
use crate::facts::secret;
use crate::facts::span::Span;
use crate::record::html::{self, Look};
use crate::record::link::{self, Link, StandsFor};
use crate::record::marker::{self, Owner, Ticks};
use crate::record::{self, Marker, Record, edit, results};
use crate::render::chart::{self, Bars, Weeks};
use crate::render::{site::Pages, time_words};
use crate::verify::understand::{Understanding, Vocabulary, understood};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Rows of a page without a script, and cards of what needs a look.
const ROWS: usize = 50;
const CARDS: usize = 12;
/// Items on a card.
const ITEMS: usize = 3;
/// Rows of a page of an application's history.
const HISTORY: usize = 200;
/// Applications and weeks of the pictures.
const DOT_ROWS: usize = 12;
const DOT_WEEKS: usize = 26;
/// Letters of a title or an item among others.
const TITLE: usize = 160;

/// What is known of all records.
pub(crate) struct Site {
    /// The rows.
    pub all: Vec<Listed>,
    /// What their versions tell, in the same order.
    pub pasts: Vec<Past>,
    /// Each one's page, below `records/` and without `.html`.
    slugs: Vec<String>,
    /// Each application's page, below `apps/` and without `.html`.
    apps: BTreeMap<String, String>,
    /// Names of evidence files, as they are below `evidence/`.
    evidence: Vec<String>,
    today: NaiveDate,
    zone: Tz,
    lang: Lang,
    pages: Pages,
}

/// A page: its path and its text.
pub(crate) type Page = (String, String);

impl Site {
    /// Puts together what is known; secrets are masked and signs that turn text are taken out of what stands
    /// among others.
    ///
    /// # Errors
    /// If the templates cannot be read.
    pub(crate) fn new(
        all: Vec<(Listed, Past)>,
        evidence: Vec<String>,
        today: NaiveDate,
        zone: Tz,
        lang: Lang,
    ) -> Result<Site, String> {
        let (mut all, pasts): (Vec<Listed>, Vec<Past>) = all.into_iter().unzip();
        for one in &mut all {
            tame(one);
        }
        let mut taken = BTreeSet::new();
        let slugs = all
            .iter()
            .map(|one| unique(&name_of(&one.path), &mut taken))
            .collect();
        let mut taken = BTreeSet::new();
        let names: BTreeSet<&String> = all.iter().filter_map(|one| one.app.as_ref()).collect();
        let apps = names
            .into_iter()
            .map(|app| (app.clone(), unique(&slug(app), &mut taken)))
            .collect();
        Ok(Site {
            all,
            pasts,
            slugs,
            apps,
            evidence,
            today,
            zone,
            lang,
            pages: Pages::new(lang)?,
        })
    }

    /// The pages that are not a record's: the overview, the measures, the applications' and the feed.
    ///
    /// # Errors
    /// If a page cannot be filled in.
    pub(crate) fn common(&self) -> Result<Vec<Page>, String> {
        let stats = stats::stats(&self.all, None, None, self.zone, self.lang);
        let mut pages = vec![
            ("index.html".to_owned(), self.overview(&stats)?),
            ("measures.html".to_owned(), self.measures(&stats)?),
            ("feed.xml".to_owned(), feed(self)),
        ];
        for app in self.apps.keys() {
            pages.extend(self.application(app)?);
        }
        Ok(pages)
    }

    /// Newest first.
    fn newest(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.all.len()).collect();
        order.sort_by(|a, b| self.order(*b).cmp(&self.order(*a)));
        order
    }

    fn order(&self, at: usize) -> (Option<NaiveDate>, Option<DateTime<Utc>>, &str) {
        let one = &self.all[at];
        (one.date, one.arrived_at, &one.path)
    }

    fn href(&self, at: usize) -> String {
        format!("records/{}.html", encoded(&self.slugs[at], ""))
    }

    fn app_href(&self, app: &Option<String>) -> Option<String> {
        let slug = self.apps.get(app.as_ref()?)?;
        Some(format!("apps/{}.html", encoded(slug, "")))
    }

    /// A page from its template, with what every page has.
    fn page(
        &self,
        template: &str,
        (root, here): (&str, &str),
        title: &str,
        own: Value,
    ) -> Result<String, String> {
        let mut page = json!({
            "title": title,
            "root": root,
            "here": here,
            "scripted": here == "overview",
            "today": self.today.to_string(),
            "zone": self.zone.name(),
        });
        if let (Value::Object(page), Value::Object(own)) = (&mut page, own) {
            page.extend(own);
        }
        self.pages.page(template, &page)
    }

    /// A title before that of the site.
    fn titled(&self, title: &str) -> String {
        format!("{title} · {}", self.pages.word("site_title"))
    }

    fn row(&self, at: usize) -> Value {
        let one = &self.all[at];
        let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(dash);
        json!({
            "date": one.date.map_or_else(dash, |date| date.to_string()),
            "title": self.title(at),
            "href": self.href(at),
            "app": or_dash(&one.app),
            "app_href": self.app_href(&one.app),
            "env": or_dash(&one.env),
            "author": or_dash(&one.author),
            "state": one.state.name(),
            "state_words": one.state.words(self.lang),
            "done": one.done,
            "total": one.total,
        })
    }

    fn title(&self, at: usize) -> String {
        match self.all[at].title.as_str() {
            "" => self.slugs[at].clone(),
            title => title.to_owned(),
        }
    }

    /// The states that there are, each with its sign.
    fn counts(&self) -> Vec<Value> {
        let states = Standing::ALL.into_iter().filter_map(|state| {
            let count = self.all.iter().filter(|one| one.state == state).count();
            (count > 0).then(|| {
                json!({
                    "state": state.name(),
                    "words": state.words(self.lang),
                    "count": count,
                    "sign_html": chart::legend(state.name()),
                })
            })
        });
        states.collect()
    }

    fn overview(&self, stats: &Stats) -> Result<String, String> {
        let newest = self.newest();
        let waiting = self.waiting();
        let (place_envs, places) = self.places(&newest);
        let cards = waiting.iter().take(CARDS).map(|at| self.card(*at));
        let rows = newest.iter().take(ROWS).map(|at| self.row(*at));
        let own = json!({
            "total": self.all.len(),
            "counts": self.counts(),
            "attention": cards.collect::<Vec<_>>(),
            "attention_more": waiting.len().saturating_sub(CARDS),
            "place_envs": place_envs,
            "places": places,
            "bars_html": self.bars(stats),
            "dots_html": self.dots(stats),
            "rows": rows.collect::<Vec<_>>(),
            "evidence": self.files(|_| true),
            "data_html": self.data(&newest),
        });
        let title = self.pages.word("site_title");
        self.page("overview.html", ("", "overview"), title, own)
    }

    /// What failed first, then what has waited longest; of a record in two languages one.
    fn waiting(&self) -> Vec<usize> {
        let mut waiting = without_twins(&self.all);
        waiting.retain(|at| matches!(self.all[*at].state, Standing::Failing | Standing::Open));
        waiting.sort_by_key(|at| (self.all[*at].state, self.order(*at)));
        waiting
    }

    fn card(&self, at: usize) -> Value {
        let one = &self.all[at];
        let mut items: Vec<&OpenItem> = one.open.iter().collect();
        items.sort_by_key(|item| !item.failed);
        let items = items.iter().take(ITEMS).map(|item| {
            json!({
                "sign": if item.failed { "❌" } else { "⏳" },
                "text": item.text,
                "due": item.due.filter(|due| *due > self.today),
            })
        });
        let mut card = self.row(at);
        card["days"] = json!(one.age_days.filter(|days| *days > 0));
        card["items"] = items.collect();
        card["more"] = json!(one.open.len().saturating_sub(ITEMS));
        card
    }

    /// The last verified deployment of each application in each environment, and a later one that is not settled.
    fn places(&self, newest: &[usize]) -> (Vec<String>, Vec<Value>) {
        let single: BTreeSet<usize> = without_twins(&self.all).into_iter().collect();
        let mut envs: BTreeMap<&str, usize> = BTreeMap::new();
        let mut found: BTreeMap<&str, BTreeMap<&str, Value>> = BTreeMap::new();
        for at in newest.iter().copied().filter(|at| single.contains(at)) {
            let one = &self.all[at];
            let (Some(app), Some(env)) = (&one.app, &one.env) else {
                continue;
            };
            *envs.entry(env).or_default() += 1;
            let place = found.entry(app).or_default();
            let place = place
                .entry(env)
                .or_insert_with(|| json!({"href": null, "later_href": null}));
            if !place["href"].is_null() {
                continue;
            }
            match one.state {
                Standing::Verified => {
                    place["version"] = self.version(one).into();
                    place["href"] = self.href(at).into();
                    place["age"] = self.age(one).into();
                }
                Standing::Failing | Standing::Open if place["later_href"].is_null() => {
                    place["later_href"] = self.href(at).into();
                    place["later_state"] = one.state.name().into();
                    place["later_words"] = one.state.words(self.lang).into();
                }
                Standing::Failing | Standing::Open => {}
                Standing::Superseded | Standing::RolledBack | Standing::NoChecklist => {}
            }
        }
        // The environments of most deployments come first.
        let mut order: Vec<(&str, usize)> = envs.into_iter().collect();
        order.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let rows = found.into_iter().map(|(app, mut places)| {
            let cells = order.iter().map(|(env, _)| places.remove(env));
            json!({
                "app": app,
                "cells": cells.collect::<Vec<_>>(),
                "href": self.app_href(&Some(app.to_owned())).unwrap_or_default(),
            })
        });
        let rows = rows.collect();
        let envs = order.iter().map(|(env, _)| (*env).to_owned());
        (envs.collect(), rows)
    }

    fn version(&self, one: &Listed) -> String {
        let date = || one.date.map_or_else(dash, |date| date.to_string());
        short_commit(one).or(last_number(one)).unwrap_or_else(date)
    }

    fn age(&self, one: &Listed) -> String {
        let Some(day) = stats::day(one, self.zone) else {
            return String::new();
        };
        let days = (self.today - day).num_days();
        match (days, self.lang) {
            (..=0, Lang::Ko) => "오늘".into(),
            (..=0, Lang::En) => "today".into(),
            (days, Lang::Ko) => format!("{days}일 전"),
            (1, Lang::En) => "1 day ago".into(),
            (days, Lang::En) => format!("{days} days ago"),
        }
    }

    fn bars(&self, stats: &Stats) -> String {
        let recent = &stats.weeks[stats.weeks.len().saturating_sub(DOT_WEEKS)..];
        if recent.len() < 2 {
            return String::new();
        }
        let bars = recent.iter().map(|week| {
            let failed = week.change_failure.count as f64;
            (in_year(&week.name), week.deployments as f64, failed)
        });
        chart::bars(&Bars {
            title: self.pages.word("deployments_per_week"),
            unit: self.pages.word("deployments"),
            bars: bars.collect(),
        })
    }

    fn dots(&self, stats: &Stats) -> String {
        let weeks = &stats.weeks[stats.weeks.len().saturating_sub(DOT_WEEKS)..];
        let places: BTreeMap<&str, usize> = weeks
            .iter()
            .enumerate()
            .map(|(at, week)| (week.name.as_str(), at))
            .collect();
        let mut rows: BTreeMap<&str, Vec<(usize, &str)>> = BTreeMap::new();
        for at in without_twins(&self.all) {
            let one = &self.all[at];
            let week = stats::day(one, self.zone).map(stats::week);
            let place = week.and_then(|week| places.get(week.as_str()).copied());
            if let (Some(app), Some(place)) = (&one.app, place) {
                rows.entry(app).or_default().push((place, one.state.name()));
            }
        }
        let mut rows: Vec<_> = rows.into_iter().collect();
        rows.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(b.0)));
        rows.truncate(DOT_ROWS);
        if rows.is_empty() || weeks.len() < 2 {
            return String::new();
        }
        chart::weeks(&Weeks {
            told: self.pages.word("dots_told"),
            weeks: weeks
                .iter()
                .map(|week| in_year(&week.name).to_owned())
                .collect(),
            rows,
        })
    }

    /// The rows for the search, as JSON that no page can take for markup.
    fn data(&self, newest: &[usize]) -> String {
        let names = |of: &dyn Fn(&Listed) -> Option<&String>| -> Vec<String> {
            let all: BTreeSet<&String> = self.all.iter().filter_map(of).collect();
            all.into_iter().cloned().collect()
        };
        let (apps, envs) = (
            names(&|one| one.app.as_ref()),
            names(&|one| one.env.as_ref()),
        );
        let authors = names(&|one| one.author.as_ref());
        let at = |all: &[String], one: &Option<String>| {
            let found = one.as_ref().and_then(|one| all.binary_search(one).ok());
            found.map_or(-1, |at| i64::try_from(at).unwrap_or(-1))
        };
        let rows: Vec<_> = newest
            .iter()
            .map(|row| {
                let one = &self.all[*row];
                let state = Standing::ALL.iter().position(|state| *state == one.state);
                (
                    &self.slugs[*row],
                    one.date.map(|date| date.to_string()).unwrap_or_default(),
                    at(&apps, &one.app),
                    at(&envs, &one.env),
                    at(&authors, &one.author),
                    state.unwrap_or_default(),
                    one.done,
                    one.total,
                    self.title(*row),
                    &one.deployments,
                )
            })
            .collect();
        let slugs: Vec<&String> = apps.iter().filter_map(|app| self.apps.get(app)).collect();
        let states: Vec<[&str; 2]> = Standing::ALL
            .iter()
            .map(|state| [state.name(), state.words(self.lang)])
            .collect();
        let data = serde_json::json!({
            "apps": apps, "appSlugs": slugs, "envs": envs, "authors": authors, "states": states, "rows": rows,
        });
        let mut out = String::new();
        for c in data.to_string().chars() {
            match c {
                '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                    let _infallible = write!(out, "\\u{:04x}", u32::from(c));
                }
                c => out.push(c),
            }
        }
        out
    }

    fn files(&self, wanted: impl Fn(&str) -> bool) -> Vec<Value> {
        let names = self.evidence.iter().filter(|name| wanted(name));
        let file = |name: &String| {
            let href = format!("evidence/{}", encoded(name, ""));
            json!({"name": plain(name), "href": href})
        };
        names.map(file).collect()
    }

    /// A row of a table of measures.
    fn measured(&self, of: &Measures, name: &str, href: Option<String>) -> Value {
        json!({"name": name, "href": href, "cells": stats::cells(of, self.lang)})
    }

    fn measures(&self, stats: &Stats) -> Result<String, String> {
        let [_, values @ ..] = stats::cells(&stats.all, self.lang);
        let tiles = stats.definitions.iter().zip(values);
        let tiles = tiles.zip(stats.all.left_out());
        let tiles = tiles.map(|((of, value), left_out)| {
            let (value, note) = value.split_once(" (").unwrap_or((&value, ""));
            let note = note.trim_end_matches(')');
            json!({"name": of.name, "value": value, "note": note, "left_out": left_out})
        });
        let definitions = stats.definitions.iter();
        let definitions =
            definitions.map(|of| json!({"name": of.name, "means": of.means.replace('`', "")}));
        let row = |of: &Measures| self.measured(of, &of.name, None);
        let app = |of: &Measures| {
            let href = self.app_href(&Some(of.name.clone()));
            self.measured(of, &of.name, href)
        };
        let period = match (stats.since, stats.until) {
            (Some(since), Some(until)) => format!("{since} – {until}"),
            _ => dash(),
        };
        let own = json!({
            "period": period,
            "tiles": tiles.collect::<Vec<_>>(),
            "bars_html": self.bars(stats),
            "heads": stats::heads(self.lang),
            "apps": stats.apps.iter().map(app).collect::<Vec<_>>(),
            "envs": stats.environments.iter().map(row).collect::<Vec<_>>(),
            "weeks": stats.weeks.iter().rev().map(row).collect::<Vec<_>>(),
            "definitions": definitions.collect::<Vec<_>>(),
        });
        let title = self.titled(self.pages.word("measures"));
        self.page("measures.html", ("", "measures"), &title, own)
    }

    /// An application's pages: its measures and its history, newest first.
    fn application(&self, app: &String) -> Result<Vec<Page>, String> {
        let newest = self.newest().into_iter();
        let own: Vec<usize> = newest
            .filter(|at| self.all[*at].app.as_ref() == Some(app))
            .collect();
        let records: Vec<Listed> = own.iter().map(|at| self.all[*at].clone()).collect();
        let stats = stats::stats(&records, None, None, self.zone, self.lang);
        let envs = stats.environments.iter();
        let mut table: Vec<Value> = envs.map(|of| self.measured(of, &of.name, None)).collect();
        if table.len() != 1 {
            table.push(self.measured(&stats.all, self.pages.word("any"), None));
        }
        let slug = &self.apps[app];
        let name = |page: usize| match page {
            0 => format!("{slug}.html"),
            page => format!("{slug}~{}.html", page + 1),
        };
        let count = own.len().div_ceil(HISTORY);
        let link = |page: usize| (page < count).then(|| encoded(&name(page), ""));
        let pages = own.chunks(HISTORY).enumerate().map(|(page, rows)| {
            let first = page == 0;
            let own = json!({
                "app": app,
                "group": self.pages.word("env"),
                "heads": stats::heads(self.lang),
                "table": if first { &table[..] } else { &[] },
                "bars_html": if first { self.bars(&stats) } else { String::new() },
                "rows": rows.iter().map(|at| self.row(*at)).collect::<Vec<_>>(),
                "newer": page.checked_sub(1).and_then(link),
                "older": link(page + 1),
            });
            let text = self.page("application.html", ("../", ""), &self.titled(app), own)?;
            Ok((format!("apps/{}", name(page)), text))
        });
        pages.collect()
    }

    /// A record's page from its text.
    ///
    /// # Errors
    /// If it cannot be filled in.
    pub(crate) fn record(
        &self,
        at: usize,
        text: &str,
        vocabulary: &Vocabulary,
    ) -> Result<Page, String> {
        let text = secret::mask(text);
        let (record, problems) = record::parse_with(&text, &vocabulary.parse);
        // What an item stands for matters where there is evidence of it: then it is as `verify` understands it.
        let has_evidence = !results::shown(&text, &record).is_empty();
        let (record, links) = if has_evidence {
            let Understanding { record, items, .. } = understood(record, problems, vocabulary);
            (record, items.into_iter().map(|item| item.link).collect())
        } else {
            let links = link::link(&record, &link::Known::default());
            (record, links)
        };
        let one = &self.all[at];
        let own = stem(&one.path).to_owned();
        let (items, other_html) = self.items(at, &text, &record, &links);
        let fields = json!({
            "path": plain(&one.path),
            "row": self.row(at),
            "facts": self.facts(at),
            "items": items,
            "other_html": other_html,
            "revision": self.revision(one),
            "evidence": self.files(|name| name.contains(&own)),
            "changed_html": self.changed(&text, &record),
            "text_lang": record.lang.code(),
            "body_html": self.html(&text, 1),
        });
        let title = self.titled(&self.title(at));
        let page = self.page("record.html", ("../", ""), &title, fields)?;
        Ok((format!("records/{}.html", self.slugs[at]), page))
    }

    fn revision(&self, one: &Listed) -> Option<String> {
        match (last_number(one), short_commit(one)) {
            (Some(number), Some(commit)) => Some(format!("{number} ({commit})")),
            (number, commit) => number.or(commit),
        }
    }

    fn html(&self, text: &str, below: u8) -> String {
        let look = Look {
            link: &|to| self.beside(to),
            chart: &chart::mermaid,
            boxes: [self.pages.word("done"), self.pages.word("not_done")],
            below,
        };
        html::html(text, &look)
    }

    /// The page of a record that another one links to.
    fn beside(&self, to: &str) -> Option<String> {
        let path = to.split(['#', '?']).next()?;
        let name = decoded(path.rsplit('/').next()?);
        let slug = name.strip_suffix(".md")?;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let is_here = folder.is_empty() || folder == "." || folder.ends_with("deployments");
        let known = is_here && self.slugs.iter().any(|known| known == slug);
        known.then(|| format!("{}.html", encoded(slug, "")))
    }

    fn facts(&self, at: usize) -> Vec<Value> {
        let one = &self.all[at];
        let time = |at: Option<DateTime<Utc>>| at.map(|at| time_words(at, self.zone));
        let lasted = |from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>>| {
            let seconds = (to? - from?).num_seconds();
            (seconds >= 0).then(|| format!("+{}", stats::lasting(seconds as f64, self.lang)))
        };
        let date = |at: usize| self.all[at].date.map(|date| date.to_string());
        let numbers = one.deployments.iter();
        let numbers: Vec<String> = numbers.map(|number| format!("#{number}")).collect();
        let numbers = Some(numbers.join(", ")).filter(|all| !all.is_empty());
        let commit = one.commit.as_ref();
        let commit = commit.map(|id| id.chars().take(12).collect());
        let arrived = lasted(one.first_commit_at, one.arrived_at);
        let restored = lasted(one.failed_at, one.restored_at);
        let verified = lasted(one.arrived_at, one.verified_at);
        let own = [
            ("date", date(at), None, None),
            ("app", one.app.clone(), self.app_href(&one.app), None),
            ("env", one.env.clone(), None, None),
            ("author", one.author.clone(), None, None),
            ("deployment", numbers, None, None),
            ("commit", commit, None, None),
            ("first_commit", time(one.first_commit_at), None, None),
            ("arrived", time(one.arrived_at), None, arrived),
            ("failed_at", time(one.failed_at), None, None),
            ("restored", time(one.restored_at), None, restored),
            ("verified", time(one.verified_at), None, verified),
            ("superseded_by", one.superseded.clone(), None, None),
        ];
        let related = self.related(at).into_iter().map(|(key, other)| {
            let (title, href) = (self.title(other), self.href(other));
            (key, Some(title), Some(href), date(other))
        });
        let fact = |(key, value, href, note): (&str, Option<String>, _, _)| {
            let name = self.pages.word(key);
            Some(json!({"name": name, "value": value?, "href": href, "note": note}))
        };
        own.into_iter().chain(related).filter_map(fact).collect()
    }

    /// Its twin, and the deployments of the same application and environment before and after it.
    fn related(&self, at: usize) -> Vec<(&'static str, usize)> {
        let one = &self.all[at];
        let mut related = Vec::new();
        let same_line =
            |other: &Listed| one.app.is_some() && (&other.app, &other.env) == (&one.app, &one.env);
        let (mut before, mut after): (Option<usize>, Option<usize>) = (None, None);
        for (other, row) in self
            .all
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at)
        {
            if stem(&row.path) == stem(&one.path) {
                related.push(("twin", other));
            } else if same_line(row) {
                let (order, own) = (self.order(other), self.order(at));
                if order < own && before.is_none_or(|before| self.order(before) < order) {
                    before = Some(other);
                } else if order > own && after.is_none_or(|after| self.order(after) > order) {
                    after = Some(other);
                }
            }
        }
        related.extend(before.map(|other| ("previous", other)));
        related.extend(after.map(|other| ("next", other)));
        related
    }

    /// The checklist, each item with the evidence of the steps that it stands for; and the evidence of the others.
    fn items(
        &self,
        at: usize,
        text: &str,
        record: &Record,
        links: &[Link],
    ) -> (Vec<Value>, String) {
        let shown = results::shown(text, record);
        let ticks = Ticks::of(&record.regions);
        let names = marker::names(&record.items);
        let since = &self.pasts[at].since;
        let mut used: BTreeSet<&str> = BTreeSet::new();
        let mut items = Vec::new();
        for (place, (item, link)) in record.items.iter().zip(links).enumerate() {
            let mut evidence_html = String::new();
            for step in &link.steps {
                let name = &record.plan[*step].name;
                for (step, block) in shown.iter().filter(|(step, _)| step == name) {
                    used.insert(step);
                    evidence_html.push_str(&self.html(block, 2));
                }
            }
            let standing = item.standing();
            let owner = match standing {
                Marker::Done | Marker::Ticked => match ticks.owner(&names[place]) {
                    Owner::Tool => "tool",
                    Owner::Person => "person",
                    Owner::Unknown => "unknown",
                },
                Marker::Pending | Marker::Failed | Marker::Open | Marker::Partial => "",
            };
            let (sign, state, ko, en) = match standing {
                Marker::Done | Marker::Ticked => ("✅", "passed", "통과", "passed"),
                Marker::Failed => ("❌", "failed", "실패", "failed"),
                Marker::Pending | Marker::Open | Marker::Partial => {
                    ("⏳", "waiting", "대기", "waiting")
                }
            };
            let due = match link.stands_for {
                StandsFor::Stability { max, .. } if state == "waiting" => {
                    self.all[at].date.map(|date| date + max)
                }
                _ => None,
            };
            let since = since
                .get(place)
                .filter(|_| since.len() == record.items.len());
            items.push(json!({
                "sign": sign,
                "state": state,
                "state_words": self.lang.pick(ko, en),
                "text": short(&plain(&item.text.replace(['`', '*'], ""))),
                "owner": owner,
                "judged": owner == "tool",
                "since": since.map(|at| time_words(*at, self.zone)),
                "due": due,
                "evidence_html": evidence_html,
                "open": state == "failed",
            }));
        }
        let others = shown.iter().filter(|(step, _)| !used.contains(step));
        let other_html = others.map(|(_, block)| self.html(block, 2)).collect();
        (items, other_html)
    }

    /// What the deployment changed, as differences: those of the region `changes`, pairs of before and after told line
    /// by line.
    fn changed(&self, text: &str, record: &Record) -> String {
        let region = record
            .regions
            .iter()
            .find(|region| region.name == "changes");
        let Some(content) = region.map(|region| region.content) else {
            return String::new();
        };
        let mut out = String::new();
        let mut from = content.start;
        let fences: Vec<&record::Fence> = record
            .fences
            .iter()
            .filter(|fence| content.contains(fence.snippet.span))
            .collect();
        let mut rest = fences.as_slice();
        while let [before, after, more @ ..] = rest {
            let label = |fence: &record::Fence, from: usize| {
                let over = text.get(from..fence.snippet.span.start).unwrap_or_default();
                over.lines()
                    .rev()
                    .map(str::trim)
                    .find(|line| !line.is_empty() && !line.starts_with("```"))
                    .unwrap_or_default()
                    .to_owned()
            };
            let is_pair = label_line(&label(before, from))
                && ["After:", "이후:", "변경 후:"]
                    .contains(&label(after, before.snippet.span.end).as_str());
            if !is_pair {
                rest = &rest[1..];
                continue;
            }
            let lead = Span::new(from, before.snippet.span.start);
            let over: Vec<&str> = lead.text(text).trim_end().lines().collect();
            let label = over.iter().rposition(|line| label_line(line));
            let over = &over[..label.unwrap_or(0)];
            out.push_str(&self.html(&over.join("\n"), 2));
            let diff = edit::diff(
                &ended(&before.snippet.text),
                &ended(&after.snippet.text),
                "",
            );
            // Its head names no file.
            let lines: Vec<&str> = diff
                .lines()
                .skip_while(|line| !line.starts_with("@@"))
                .collect();
            out.push_str(&html::diff(&lines.join("\n")));
            from = after.snippet.span.end;
            rest = more;
        }
        out.push_str(&self.html(text.get(from..content.end).unwrap_or_default(), 2));
        out
    }
}

/// A text that ends with its line.
fn ended(text: &str) -> String {
    format!("{}\n", text.trim_end_matches('\n'))
}

fn label_line(line: &str) -> bool {
    ["Before:", "이전:", "변경 전:"].contains(&line.trim())
}

/// Takes out of a row what would do something among others.
fn tame(one: &mut Listed) {
    let text = |text: &str| short(&plain(&secret::mask(text)));
    one.title = text(&one.title);
    for value in [
        &mut one.app,
        &mut one.env,
        &mut one.author,
        &mut one.superseded,
    ]
    .into_iter()
    .flatten()
    {
        *value = text(value);
    }
    for item in &mut one.open {
        item.text = text(&item.text.replace(['`', '*'], ""));
    }
}

fn short(text: &str) -> String {
    match text.char_indices().nth(TITLE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// `#4354`.
fn last_number(one: &Listed) -> Option<String> {
    let last = one.deployments.last();
    last.map(|number| format!("#{number}"))
}

fn short_commit(one: &Listed) -> Option<String> {
    let commit = one.commit.as_ref();
    commit.map(|commit| commit.chars().take(7).collect())
}

/// A week's name without its year.
fn in_year(week: &str) -> &str {
    week.split_once('-').map_or(week, |(_, week)| week)
}

fn dash() -> String {
    "–".into()
}

fn name_of(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    slug(name.strip_suffix(".md").unwrap_or(name))
}

/// A name that is a file's everywhere.
fn slug(name: &str) -> String {
    let kept: String = name
        .chars()
        .take(100)
        .map(|c| {
            if c.is_alphanumeric() || "-_.".contains(c) {
                c
            } else {
                '-'
            }
        })
        .collect();
    match kept.trim_matches(['.', '-']) {
        "" => "x".into(),
        kept => kept.to_owned(),
    }
}

/// A name that no other has, whatever the case.
fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut candidate = name.to_owned();
    let mut count = 1;
    while !taken.insert(candidate.to_lowercase()) {
        count += 1;
        candidate = format!("{name}-{count}");
    }
    candidate
}

/// Text of the feed.
fn xml(text: &str) -> String {
    escape(&plain(text))
}
