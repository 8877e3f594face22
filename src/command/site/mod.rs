//! `report site`: pages of all records, to look at. Pure: rows, texts and what their versions tell go in,
//! pages come out; nothing is asked, and what a page holds of a record is text.

mod feed;
pub(crate) mod run;

pub(crate) use feed::feed;

use super::list::{Listed, OpenItem, Past, Standing, stem, without_twins};
use super::stats::{self, Stats};
use crate::facts::lang::Lang;
use crate::facts::percent;
use crate::facts::secret;
use crate::facts::span::Span;
use crate::record::html::{self, Look, escape, plain};
use crate::record::link::{self, Link, StandsFor};
use crate::record::marker::{self, Owner, Ticks};
use crate::record::{self, Marker, Record, edit, results};
use crate::render::chart::{self, Bars, Weeks};
use crate::render::{site::Pages, time_words};
use crate::verify::understand::{Understanding, Vocabulary, understood};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::Serialize;
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

#[derive(Serialize)]
struct Row {
    date: String,
    title: String,
    href: String,
    app: String,
    app_href: Option<String>,
    env: String,
    author: String,
    state: &'static str,
    state_words: &'static str,
    done: usize,
    total: usize,
}

#[derive(Serialize)]
struct Count {
    state: &'static str,
    words: &'static str,
    count: usize,
}

#[derive(Serialize)]
struct Legend {
    sign_html: String,
    words: &'static str,
}

impl Legend {
    fn of(count: Count) -> Legend {
        Legend {
            sign_html: chart::legend(count.state),
            words: count.words,
        }
    }
}

#[derive(Serialize)]
struct Card {
    href: String,
    title: String,
    app: String,
    env: String,
    state: &'static str,
    state_words: &'static str,
    days: Option<i64>,
    items: Vec<CardItem>,
    more: usize,
    done: usize,
    total: usize,
}

#[derive(Serialize)]
struct CardItem {
    sign: &'static str,
    text: String,
    due: Option<String>,
}

#[derive(Serialize)]
struct PlaceRow {
    app: String,
    href: String,
    cells: Vec<Option<Place>>,
}

#[derive(Serialize, Default)]
struct Place {
    version: String,
    href: Option<String>,
    age: String,
    later_href: Option<String>,
    later_state: &'static str,
    later_words: &'static str,
}

#[derive(Serialize)]
struct Fact {
    name: String,
    value: String,
    href: Option<String>,
    note: Option<String>,
}

#[derive(Serialize)]
struct Checked {
    sign: &'static str,
    state: &'static str,
    state_words: String,
    text: String,
    owner: &'static str,
    judged: bool,
    since: Option<String>,
    due: Option<String>,
    evidence_html: String,
    open: bool,
}

#[derive(Serialize)]
struct File {
    name: String,
    href: String,
}

#[derive(Serialize)]
struct TableRow {
    name: String,
    href: Option<String>,
    cells: Vec<String>,
}

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
        format!("records/{}.html", encoded(&self.slugs[at]))
    }

    fn app_href(&self, app: &Option<String>) -> Option<String> {
        let slug = self.apps.get(app.as_ref()?)?;
        Some(format!("apps/{}.html", encoded(slug)))
    }

    fn row(&self, at: usize) -> Row {
        let one = &self.all[at];
        Row {
            date: one.date.map_or_else(dash, |date| date.to_string()),
            title: self.title(at),
            href: self.href(at),
            app: one.app.clone().unwrap_or_else(dash),
            app_href: self.app_href(&one.app),
            env: one.env.clone().unwrap_or_else(dash),
            author: one.author.clone().unwrap_or_else(dash),
            state: one.state.name(),
            state_words: one.state.words(self.lang),
            done: one.done,
            total: one.total,
        }
    }

    fn title(&self, at: usize) -> String {
        match self.all[at].title.as_str() {
            "" => self.slugs[at].clone(),
            title => title.to_owned(),
        }
    }

    fn counts(&self) -> Vec<Count> {
        let count = |state| self.all.iter().filter(|one| one.state == state).count();
        let all = Standing::ALL.into_iter();
        all.map(|state| Count {
            state: state.name(),
            words: state.words(self.lang),
            count: count(state),
        })
        .filter(|count| count.count > 0)
        .collect()
    }

    fn overview(&self, stats: &Stats) -> Result<String, String> {
        #[derive(Serialize)]
        struct Overview<'a> {
            title: &'a str,
            root: &'static str,
            here: &'static str,
            scripted: bool,
            today: String,
            zone: &'static str,
            total: usize,
            counts: Vec<Count>,
            legend: Vec<Legend>,
            attention: Vec<Card>,
            attention_more: usize,
            place_envs: Vec<String>,
            places: Vec<PlaceRow>,
            bars_html: String,
            dots_html: String,
            rows: Vec<Row>,
            evidence: Vec<File>,
            data_html: String,
        }
        let newest = self.newest();
        let waiting = self.waiting();
        let (place_envs, places) = self.places(&newest);
        self.pages.page(
            "overview.html",
            &Overview {
                title: self.pages.word("site_title"),
                root: "",
                here: "overview",
                scripted: true,
                today: self.today.to_string(),
                zone: self.zone.name(),
                total: self.all.len(),
                counts: self.counts(),
                legend: self.counts().into_iter().map(Legend::of).collect(),
                attention: waiting
                    .iter()
                    .take(CARDS)
                    .map(|at| self.card(*at))
                    .collect(),
                attention_more: waiting.len().saturating_sub(CARDS),
                place_envs,
                places,
                bars_html: self.bars(stats),
                dots_html: self.dots(stats),
                rows: newest.iter().take(ROWS).map(|at| self.row(*at)).collect(),
                evidence: self.files(|_| true),
                data_html: self.data(&newest),
            },
        )
    }

    /// What failed first, then what has waited longest; of a record in two languages one.
    fn waiting(&self) -> Vec<usize> {
        let mut waiting = without_twins(&self.all);
        waiting.retain(|at| matches!(self.all[*at].state, Standing::Failing | Standing::Open));
        waiting.sort_by_key(|at| (self.all[*at].state, self.order(*at)));
        waiting
    }

    fn card(&self, at: usize) -> Card {
        let one = &self.all[at];
        let mut items: Vec<&OpenItem> = one.open.iter().collect();
        items.sort_by_key(|item| !item.failed);
        Card {
            href: self.href(at),
            title: self.title(at),
            app: one.app.clone().unwrap_or_else(dash),
            env: one.env.clone().unwrap_or_else(dash),
            state: one.state.name(),
            state_words: one.state.words(self.lang),
            days: one.age_days.filter(|days| *days > 0),
            items: items
                .iter()
                .take(ITEMS)
                .map(|item| CardItem {
                    sign: if item.failed { "❌" } else { "⏳" },
                    text: item.text.clone(),
                    due: item
                        .due
                        .filter(|due| *due > self.today)
                        .map(|due| due.to_string()),
                })
                .collect(),
            more: one.open.len().saturating_sub(ITEMS),
            done: one.done,
            total: one.total,
        }
    }

    /// The last verified deployment of each application in each environment, and a later one that is not settled.
    fn places(&self, newest: &[usize]) -> (Vec<String>, Vec<PlaceRow>) {
        let single: BTreeSet<usize> = without_twins(&self.all).into_iter().collect();
        let mut envs: BTreeMap<&str, usize> = BTreeMap::new();
        let mut found: BTreeMap<&str, BTreeMap<&str, Place>> = BTreeMap::new();
        for at in newest.iter().copied().filter(|at| single.contains(at)) {
            let one = &self.all[at];
            let (Some(app), Some(env)) = (&one.app, &one.env) else {
                continue;
            };
            *envs.entry(env).or_default() += 1;
            let place = found.entry(app).or_default().entry(env).or_default();
            if place.href.is_some() {
                continue;
            }
            match one.state {
                Standing::Verified => {
                    place.version = self.version(one);
                    place.href = Some(self.href(at));
                    place.age = self.age(one);
                }
                Standing::Failing | Standing::Open if place.later_href.is_none() => {
                    place.later_href = Some(self.href(at));
                    place.later_state = one.state.name();
                    place.later_words = one.state.words(self.lang);
                }
                Standing::Failing | Standing::Open => {}
                Standing::Superseded | Standing::RolledBack | Standing::NoChecklist => {}
            }
        }
        // The environments of most deployments come first.
        let mut order: Vec<(&str, usize)> = envs.into_iter().collect();
        order.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let rows = found.into_iter().map(|(app, mut places)| PlaceRow {
            app: app.to_owned(),
            href: self.app_href(&Some(app.to_owned())).unwrap_or_default(),
            cells: order.iter().map(|(env, _)| places.remove(env)).collect(),
        });
        let rows = rows.collect();
        (
            order.iter().map(|(env, _)| (*env).to_owned()).collect(),
            rows,
        )
    }

    fn version(&self, one: &Listed) -> String {
        let number = one.deployments.last().map(|number| format!("#{number}"));
        let commit = one
            .commit
            .as_ref()
            .map(|commit| commit.chars().take(7).collect());
        let date = || one.date.map_or_else(dash, |date| date.to_string());
        commit.or(number).unwrap_or_else(date)
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
            let name = week.name.split_once('-').map_or("", |(_, week)| week);
            (
                name,
                week.deployments as f64,
                week.change_failure.count as f64,
            )
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
        let name = |name: &str| {
            name.split_once('-')
                .map_or(name, |(_, week)| week)
                .to_owned()
        };
        chart::weeks(&Weeks {
            told: self.pages.word("dots_told"),
            weeks: weeks.iter().map(|week| name(&week.name)).collect(),
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

    fn files(&self, wanted: impl Fn(&str) -> bool) -> Vec<File> {
        let names = self.evidence.iter().filter(|name| wanted(name));
        names
            .map(|name| File {
                name: plain(name),
                href: format!("evidence/{}", encoded(name)),
            })
            .collect()
    }

    fn measures(&self, stats: &Stats) -> Result<String, String> {
        #[derive(Serialize)]
        struct Tile {
            name: &'static str,
            value: String,
            note: String,
            left_out: usize,
        }
        #[derive(Serialize)]
        struct Definition {
            name: &'static str,
            means: String,
        }
        #[derive(Serialize)]
        struct Page {
            title: String,
            root: &'static str,
            here: &'static str,
            scripted: bool,
            today: String,
            zone: &'static str,
            period: String,
            tiles: Vec<Tile>,
            bars_html: String,
            heads: [&'static str; 7],
            apps: Vec<TableRow>,
            envs: Vec<TableRow>,
            weeks: Vec<TableRow>,
            definitions: Vec<Definition>,
        }
        let [_, values @ ..] = stats::cells(&stats.all, self.lang);
        let tiles = stats.definitions.iter().zip(values);
        let tiles = tiles.zip(stats.all.left_out());
        let tile = |((of, value), left_out): ((&stats::Definition, String), usize)| {
            let (value, note) = value.split_once(" (").unwrap_or((&value, ""));
            Tile {
                name: of.name,
                value: value.to_owned(),
                note: note.trim_end_matches(')').to_owned(),
                left_out,
            }
        };
        let definition = |of: &stats::Definition| Definition {
            name: of.name,
            means: of.means.replace('`', ""),
        };
        let row = |of: &stats::Measures, href: Option<String>| TableRow {
            name: of.name.clone(),
            href,
            cells: stats::cells(of, self.lang).to_vec(),
        };
        let app = |of: &stats::Measures| row(of, self.app_href(&Some(of.name.clone())));
        let period = match (stats.since, stats.until) {
            (Some(since), Some(until)) => format!("{since} – {until}"),
            _ => dash(),
        };
        self.pages.page(
            "measures.html",
            &Page {
                title: format!(
                    "{} · {}",
                    self.pages.word("measures"),
                    self.pages.word("site_title")
                ),
                root: "",
                here: "measures",
                scripted: false,
                today: self.today.to_string(),
                zone: self.zone.name(),
                period,
                tiles: tiles.map(tile).collect(),
                bars_html: self.bars(stats),
                heads: stats::heads(self.lang),
                apps: stats.apps.iter().map(app).collect(),
                envs: stats.environments.iter().map(|of| row(of, None)).collect(),
                weeks: stats.weeks.iter().rev().map(|of| row(of, None)).collect(),
                definitions: stats.definitions.iter().map(definition).collect(),
            },
        )
    }

    /// An application's pages: its measures and its history, newest first.
    fn application(&self, app: &String) -> Result<Vec<Page>, String> {
        #[derive(Serialize)]
        struct Page<'a> {
            title: String,
            root: &'static str,
            here: &'static str,
            scripted: bool,
            today: String,
            zone: &'static str,
            app: &'a str,
            group: &'a str,
            heads: [&'static str; 7],
            table: Vec<TableRow>,
            bars_html: String,
            rows: Vec<Row>,
            newer: Option<String>,
            older: Option<String>,
        }
        let newest = self.newest().into_iter();
        let own: Vec<usize> = newest
            .filter(|at| self.all[*at].app.as_ref() == Some(app))
            .collect();
        let records: Vec<Listed> = own.iter().map(|at| self.all[*at].clone()).collect();
        let stats = stats::stats(&records, None, None, self.zone, self.lang);
        let mut table: Vec<TableRow> = stats
            .environments
            .iter()
            .map(|of| TableRow {
                name: of.name.clone(),
                href: None,
                cells: stats::cells(of, self.lang).to_vec(),
            })
            .collect();
        if table.len() != 1 {
            table.push(TableRow {
                name: self.pages.word("any").to_owned(),
                href: None,
                cells: stats::cells(&stats.all, self.lang).to_vec(),
            });
        }
        let slug = &self.apps[app];
        let name = |page: usize| match page {
            0 => format!("{slug}.html"),
            page => format!("{slug}~{}.html", page + 1),
        };
        let chunks: Vec<&[usize]> = own.chunks(HISTORY).collect();
        let mut pages = Vec::new();
        for (page, rows) in chunks.iter().enumerate() {
            let text = self.pages.page(
                "application.html",
                &Page {
                    title: format!("{app} · {}", self.pages.word("site_title")),
                    root: "../",
                    here: "",
                    scripted: false,
                    today: self.today.to_string(),
                    zone: self.zone.name(),
                    app,
                    group: self.pages.word("env"),
                    heads: stats::heads(self.lang),
                    table: std::mem::take(&mut table),
                    bars_html: if page == 0 {
                        self.bars(&stats)
                    } else {
                        String::new()
                    },
                    rows: rows.iter().map(|at| self.row(*at)).collect(),
                    newer: page.checked_sub(1).map(|page| encoded(&name(page))),
                    older: (page + 1 < chunks.len()).then(|| encoded(&name(page + 1))),
                },
            )?;
            pages.push((format!("apps/{}", name(page)), text));
        }
        Ok(pages)
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
        #[derive(Serialize)]
        struct Page<'a> {
            title: String,
            root: &'static str,
            here: &'static str,
            scripted: bool,
            today: String,
            zone: &'static str,
            path: String,
            row: Row,
            facts: Vec<Fact>,
            items: Vec<Checked>,
            other_html: String,
            revision: Option<String>,
            evidence: Vec<File>,
            changed_html: String,
            text_lang: &'a str,
            body_html: String,
        }
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
        let page = self.pages.page(
            "record.html",
            &Page {
                title: format!("{} · {}", self.title(at), self.pages.word("site_title")),
                root: "../",
                here: "",
                scripted: false,
                today: self.today.to_string(),
                zone: self.zone.name(),
                path: plain(&one.path),
                row: self.row(at),
                facts: self.facts(at),
                items,
                other_html,
                revision: self.revision(one),
                evidence: self.files(|name| name.contains(&own)),
                changed_html: self.changed(&text, &record),
                text_lang: record.lang.code(),
                body_html: self.html(&text, 1),
            },
        )?;
        Ok((format!("records/{}.html", self.slugs[at]), page))
    }

    fn revision(&self, one: &Listed) -> Option<String> {
        let number = one.deployments.last().map(|number| format!("#{number}"));
        let commit = one
            .commit
            .as_ref()
            .map(|commit| commit.chars().take(7).collect::<String>());
        match (number, commit) {
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
        let name = percent::decoded(path.rsplit('/').next()?);
        let slug = name.strip_suffix(".md")?;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let is_here = folder.is_empty() || folder == "." || folder.ends_with("deployments");
        let known = is_here && self.slugs.iter().any(|known| known == slug);
        known.then(|| format!("{}.html", encoded(slug)))
    }

    fn facts(&self, at: usize) -> Vec<Fact> {
        let one = &self.all[at];
        let mut facts = Vec::new();
        let mut put =
            |key: &str, value: Option<String>, href: Option<String>, note: Option<String>| {
                if let Some(value) = value {
                    facts.push(Fact {
                        name: self.pages.word(key).to_owned(),
                        value,
                        href,
                        note,
                    });
                }
            };
        let time = |at: Option<DateTime<Utc>>| at.map(|at| time_words(at, self.zone));
        let lasted = |from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>>| {
            let seconds = (to? - from?).num_seconds();
            (seconds >= 0).then(|| format!("+{}", stats::lasting(seconds as f64, self.lang)))
        };
        put("date", one.date.map(|date| date.to_string()), None, None);
        put("app", one.app.clone(), self.app_href(&one.app), None);
        put("env", one.env.clone(), None, None);
        put("author", one.author.clone(), None, None);
        let numbers: Vec<String> = one
            .deployments
            .iter()
            .map(|number| format!("#{number}"))
            .collect();
        put(
            "deployment",
            (!numbers.is_empty()).then(|| numbers.join(", ")),
            None,
            None,
        );
        put(
            "commit",
            one.commit.as_ref().map(|id| id.chars().take(12).collect()),
            None,
            None,
        );
        put("first_commit", time(one.first_commit_at), None, None);
        put(
            "arrived",
            time(one.arrived_at),
            None,
            lasted(one.first_commit_at, one.arrived_at),
        );
        put("failed_at", time(one.failed_at), None, None);
        put(
            "restored",
            time(one.restored_at),
            None,
            lasted(one.failed_at, one.restored_at),
        );
        put(
            "verified",
            time(one.verified_at),
            None,
            lasted(one.arrived_at, one.verified_at),
        );
        put("superseded_by", one.superseded.clone(), None, None);
        for (key, other) in self.related(at) {
            put(
                key,
                Some(self.title(other)),
                Some(self.href(other)),
                self.all[other].date.map(|date| date.to_string()),
            );
        }
        facts
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
    ) -> (Vec<Checked>, String) {
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
            items.push(Checked {
                sign,
                state,
                state_words: self.lang.pick(ko, en).to_owned(),
                text: short(&plain(&item.text.replace(['`', '*'], ""))),
                owner,
                judged: owner == "tool",
                since: since
                    .get(place)
                    .filter(|_| since.len() == record.items.len())
                    .map(|at| time_words(*at, self.zone)),
                due: due.map(|due| due.to_string()),
                evidence_html,
                open: state == "failed",
            });
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
            let over = over
                .iter()
                .rev()
                .skip_while(|line| !label_line(line))
                .skip(1);
            let over: Vec<&str> = over
                .copied()
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect();
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

/// A name in an address.
fn encoded(name: &str) -> String {
    let mut out = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte))
            }
            byte => {
                let _infallible = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// Text of the feed.
fn xml(text: &str) -> String {
    escape(&plain(text))
}
