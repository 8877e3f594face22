//! What a record says, understood: every command read, every claim turned into a predicate or a
//! reason why not, every checklist item tied to what it stands for. Pure; the whole of `explain`
//! and the first half of `verify`.

mod excerpt;
mod fault;
mod place;
mod stray;

use crate::facts::budget::{self, Budget};
use crate::facts::lang::{Bilingual, Lang};
use crate::facts::ledger::{Silence, Tally, Totals};
use crate::facts::secret::mask;
use crate::facts::span::Span;
use crate::judge::cel as formal;
use crate::judge::needs::{mark, needs};
use crate::judge::predicate::{Predicate, Property, Statement};
use crate::judge::sample_table;
use crate::judge::step::{self, About, Told};
use crate::language::{self, ExtraWords, ReadContext, Reading, narration};
use crate::query::inline;
use crate::query::script::{self, Comment, Documented, Script};
use crate::query::{Class, Pipeline, Query, Vars};
use crate::record::link::{self, How, Known, Link, Seen, StandsFor};
use crate::record::{self, Claim, Force, Item, Problem, Record, Snippet, Stand, Step};
use excerpt::{first_line, words_without_commands};
use place::{about, line_span};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;

/// What the team's configuration adds to the understanding of records.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// Values for `$VAR`.
    pub vars: BTreeMap<String, String>,
    /// Phrases, each with one that the grammar knows.
    pub extra: ExtraWords,
    /// How the document is read.
    pub parse: record::Options,
    /// Context and namespace of each environment, for commands that name none.
    pub environments: BTreeMap<String, (Option<String>, Option<String>)>,
    /// Whether a deployment is taken to have arrived whose sources cannot be asked.
    pub arrival: ArrivalBy,
}

/// `[deployments] arrival`: how it is known that a record's deployment is in the cluster.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ArrivalBy {
    /// Its sources say so.
    #[default]
    Asking,
    /// It is assumed where its sources cannot be asked.
    Assuming,
}

/// Steps that it takes to read a short sentence.
const READING: u64 = 500;
/// What it takes, then and when it is judged, for each command of which it speaks.
const ASKED: u64 = 20;

/// A record with everything that was understood of it.
#[derive(Debug, Clone)]
pub struct Understanding {
    /// The parsed record.
    pub record: Record,
    /// What is odd about it.
    pub problems: Vec<Problem>,
    /// One entry a plan step.
    pub steps: Vec<Understood>,
    /// One entry a checklist item.
    pub items: Vec<ItemReading>,
    /// The lines of the plan that stand in none of its steps.
    pub loose: Vec<ClaimReading>,
    /// What is left for the record's computations.
    pub budget: Budget,
}

/// Commands with what is expected of them: a plan step, or an item with inline commands.
#[derive(Debug, Clone, Default)]
pub struct Understood {
    /// The step's heading, or the item's words.
    pub title: String,
    /// The commands in order.
    pub commands: Vec<CommandReading>,
    /// Its ledger: every line in order, what demands nothing among them.
    pub claims: Vec<ClaimReading>,
    /// See [`Understood::companions`]; found out when first asked for.
    companions: OnceLock<Vec<Query>>,
}

/// A documented command.
#[derive(Debug, Clone)]
pub struct CommandReading {
    /// As written, continuation lines joined.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub class: Class,
}

/// An entry of the ledger: a line of a step, with its one reading.
#[derive(Debug, Clone)]
pub struct ClaimReading {
    /// As written.
    pub text: String,
    /// Where.
    pub span: Span,
    /// Which claim of the step it is; `None` for what stands in a fence.
    pub claim: Option<usize>,
    /// What it was understood as.
    pub reading: Reading,
    /// The commands of which it speaks.
    pub about: About,
    /// How sure it is that it is demanded.
    pub told: Told,
}

/// A checklist item, understood.
#[derive(Debug, Clone)]
pub struct ItemReading {
    /// What it is tied to.
    pub link: Link,
    /// Its own inline commands and words.
    pub own: Understood,
    /// The lines under it, outside the plan's steps, with the commands that they may speak of: those beside
    /// them, else the item's own, else those of its steps.
    pub under: Understood,
}

impl ItemReading {
    /// All that it asks.
    pub fn understood(&self) -> [&Understood; 2] {
        [&self.own, &self.under]
    }
}

impl CommandReading {
    /// The pipeline, if the command was understood.
    pub fn pipeline(&self) -> Option<&Pipeline> {
        match &self.class {
            Class::Understood(pipeline) => Some(pipeline),
            Class::NeedsValue(_) | Class::Refused(_) | Class::NotOurs(_) => None,
        }
    }
}

impl Understood {
    /// Commands and the lines beside them, the commands' queries marked for what the lines need of them.
    fn new(title: &str, commands: Vec<CommandReading>, claims: Vec<ClaimReading>) -> Understood {
        let mut understood = Understood {
            title: title.to_owned(),
            commands,
            claims,
            companions: OnceLock::new(),
        };
        understood.mark();
        understood
    }

    /// The pipelines of the understood commands.
    pub fn pipelines(&self) -> impl Iterator<Item = &Pipeline> {
        self.commands.iter().filter_map(CommandReading::pipeline)
    }

    /// What a tie may rest on.
    fn seen(&self) -> Seen {
        let claims = self.claims.iter();
        let understood = claims.filter(|claim| matches!(claim.reading, Reading::Understood(_)));
        Seen {
            asked: self
                .pipelines()
                .map(|pipeline| pipeline.query.asked())
                .collect(),
            claims: understood.map(|claim| claim.text.clone()).collect(),
        }
    }

    /// Marks the commands' queries for what the expectations need of them.
    fn mark(&mut self) {
        let readings: Vec<&Reading> = self.claims.iter().map(|claim| &claim.reading).collect();
        let wants = step::wants(&readings);
        let stated: Vec<&Predicate> = readings.iter().filter_map(|one| one.understood()).collect();
        let only_odd = !stated.is_empty() && stated.iter().all(|one| one.needs_only_odd_pods());
        for command in &mut self.commands {
            if let Class::Understood(pipeline) = &mut command.class {
                mark(pipeline, &wants, only_odd);
            }
        }
    }

    /// The companions that judging wants to see beside the commands.
    pub fn companions(&self) -> &[Query] {
        self.companions.get_or_init(|| {
            let readings: Vec<&Reading> = self.claims.iter().map(|claim| &claim.reading).collect();
            let pipelines: Vec<&Pipeline> = self.pipelines().collect();
            needs(&pipelines, &step::wants(&readings))
        })
    }
}

impl ClaimReading {
    /// What can become of it where no command shows anything.
    pub fn tally(&self) -> Tally {
        match self.reading {
            Reading::Understood(_) => Tally::Person,
            Reading::NotUnderstood { .. } => Tally::NotUnderstood,
            Reading::NotAnExpectation(_) => Tally::Nothing,
        }
    }

    /// What it was understood as, in plain words; empty if it was not.
    pub fn words(&self, lang: Lang) -> String {
        let understood = self.reading.understood();
        understood.map_or_else(String::new, |predicate| language::told(predicate, lang))
    }

    /// The byte of the record at which its `cel:` expression is wrong, if it is one and is wrong.
    pub fn cel_fault(&self, record: &str) -> Option<usize> {
        let source = language::formal_source(&self.text)?;
        let problem = formal::Expression::parse(source).err()?;
        let written = record.get(self.span.range())?;
        let ahead = problem.column.saturating_sub(1);
        Some(self.span.start + fault::place(written, source, ahead)?)
    }
}

impl ClaimReading {
    /// The byte of the record at which its reading stopped; where it begins if it did not stop.
    pub fn stop(&self, record: &str) -> usize {
        let Reading::NotUnderstood { stopped_at, .. } = &self.reading else {
            return self.span.start;
        };
        let written = record.get(self.span.range()).unwrap_or_default();
        let stop = written.find(stopped_at.as_str()).unwrap_or_default();
        self.cel_fault(record).unwrap_or(self.span.start + stop)
    }
}

impl Understood {
    /// Whether one of the commands of which a claim speaks is asked at all.
    pub fn asks(&self, about: &About) -> bool {
        let mut meant = about.of_all(&self.commands).iter();
        meant.any(|command| command.pipeline().is_some())
    }
}

impl Understanding {
    /// What can become of the lines under items, and of those of the plan that stand in no step.
    pub fn lines_beside_steps(&self) -> impl Iterator<Item = Tally> {
        let under = self.items.iter().flat_map(|item| {
            let claims = item.under.claims.iter();
            let is_asked = item.under.pipelines().next().is_some();
            claims.map(move |claim| match claim.tally() {
                Tally::Person if is_asked => Tally::Judged,
                tally => tally,
            })
        });
        under.chain(self.loose.iter().map(ClaimReading::tally))
    }

    /// The lines of the plan that stand in none of its steps, beside which there is no command.
    pub fn beside(&self) -> Understood {
        Understood {
            claims: self.loose.clone(),
            ..Understood::default()
        }
    }

    /// What can become of the record's lines. An item that is a line of a step is counted there.
    pub fn totals(&self) -> Totals {
        let of_step = |step: &Understood| -> Vec<Tally> {
            let claims = step.claims.iter();
            claims
                .map(|claim| match &claim.reading {
                    Reading::Understood(_) if step.asks(&claim.about) => Tally::Judged,
                    _ => claim.tally(),
                })
                .collect()
        };
        let items = self.items.iter().filter_map(|item| {
            let stands = item.link.stands_for != StandsFor::Nothing;
            match &item.link.how {
                How::Own | How::Claim(_) => None,
                How::Tie | How::Title => Some(Tally::Judged),
                How::TieWithoutStep(_) | How::Ambiguous(_) | How::Apart(_) => Some(Tally::Person),
                How::None if stands => Some(Tally::Judged),
                How::None => Some(Tally::Person),
            }
        });
        let steps = self.steps.iter().flat_map(of_step);
        steps
            .chain(items)
            .chain(self.lines_beside_steps())
            .collect()
    }
}

/// Understands a record's text.
pub fn understand(text: &str, vocabulary: &Vocabulary) -> Understanding {
    let (record, problems) = record::parse_with(text, &vocabulary.parse);
    understood(record, problems, vocabulary)
}

/// Understands a record that was parsed as the vocabulary says.
pub fn understood(
    record: Record,
    mut problems: Vec<Problem>,
    vocabulary: &Vocabulary,
) -> Understanding {
    let mut budget = Budget::default();
    let ((steps, items, loose), _exceeded) = budget.run(|| {
        budget::counted(|| {
            let reader = Reader::new(&record, vocabulary);
            let steps: Vec<Understood> = record.plan.iter().map(|step| reader.step(step)).collect();
            let own: Vec<Understood> = record.items.iter().map(|item| reader.item(item)).collect();
            let known = Known {
                steps: steps.iter().map(Understood::seen).collect(),
                items: own.iter().map(|own| own.seen().asked).collect(),
            };
            let links = link::link(&record, &known).into_iter().zip(own);
            let items = links.zip(&record.items).map(|((link, own), item)| {
                let of_steps = link.steps.iter().flat_map(|at| &steps[*at].commands);
                let beside = if own.commands.is_empty() {
                    of_steps.cloned().collect()
                } else {
                    own.commands.clone()
                };
                let under = reader.under(item, beside);
                ItemReading { link, own, under }
            });
            let items: Vec<ItemReading> = items.collect();
            let loose = record
                .loose
                .iter()
                .map(|claim| (None, claim.clone(), About::Step));
            let loose = reader.ledger(loose.collect(), &[]);
            problems.extend(stray::commands(&record, &steps, &items, &loose));
            (steps, items, loose)
        })
    });
    Understanding {
        problems,
        steps,
        items,
        loose,
        record,
        budget,
    }
}

/// Reads the record's code once, in document order, so that a variable is known after the place
/// that sets it.
struct Reader<'a> {
    record: &'a Record,
    vocabulary: &'a Vocabulary,
    /// What each block holds, by the block's first byte.
    blocks: BTreeMap<usize, Script>,
    /// What is known at the end of the record.
    vars: Vars,
}

impl<'a> Reader<'a> {
    fn new(record: &'a Record, vocabulary: &'a Vocabulary) -> Reader<'a> {
        let mut vars = Vars::new();
        for (name, value) in &vocabulary.vars {
            vars.set(name, value.clone());
        }
        let mut blocks = BTreeMap::new();
        for fence in &record.fences {
            let snippet = &fence.snippet;
            let script = script::read_with(&snippet.text, &snippet.info, &mut vars);
            blocks.insert(snippet.span.start, script);
        }
        Reader {
            record,
            vocabulary,
            blocks,
            vars,
        }
    }

    fn step(&self, step: &Step) -> Understood {
        let mut commands = Vec::new();
        let mut claims = Vec::new();
        // The commands of each snippet, as places in the step.
        let mut places: Vec<Range<usize>> = Vec::new();
        for snippet in &step.snippets {
            let first = commands.len();
            let loose = self.loose(snippet);
            claims.extend(loose.into_iter().map(|claim| (None, claim, About::Step)));
            for documented in self.documented(snippet) {
                let about = About::Commands(commands.len()..commands.len() + 1);
                let inside = self.inside(snippet, &documented);
                claims.extend(inside.into_iter().map(|claim| (None, claim, about.clone())));
                commands.push(self.command(snippet, documented));
            }
            places.push(first..commands.len());
        }
        let stated = step.claims.iter().enumerate();
        claims.extend(stated.map(|(at, claim)| (Some(at), claim.clone(), about(claim, &places))));
        claims.sort_by_key(|(_, claim, _)| claim.span);
        let claims = self.ledger(claims, &commands);
        Understood::new(&step.title, commands, claims)
    }

    /// Reads claims, each of which becomes an entry. A list is one: where one of its entries demands, the
    /// others are no remarks.
    fn ledger(
        &self,
        claims: Vec<(Option<usize>, Claim, About)>,
        commands: &[CommandReading],
    ) -> Vec<ClaimReading> {
        let mut entries: Vec<ClaimReading> = Vec::with_capacity(claims.len());
        let mut demanding: BTreeSet<usize> = BTreeSet::new();
        for (at, claim, about) in &claims {
            let entry = self.claim(*at, claim, about.clone(), commands);
            let demands = !matches!(entry.reading, Reading::NotAnExpectation(_));
            demanding.extend(claim.list.filter(|_| demands));
            entries.push(entry);
        }
        for ((_, claim, _), entry) in claims.iter().zip(&mut entries) {
            let sibling = claim.list.is_some_and(|list| demanding.contains(&list));
            let told = matches!(claim.force, Force::Says(_));
            match entry.reading {
                Reading::NotAnExpectation(why) if sibling && !told && why.is_by_words() => {
                    entry.reading = language::not_understood(&claim.text);
                }
                Reading::NotAnExpectation(_) | Reading::NotUnderstood { .. } => {}
                Reading::Understood(_) => {}
            }
        }
        entries
    }

    /// The claims that stand inside a fence: comments of a command, and output pasted under it.
    fn inside(&self, snippet: &Snippet, documented: &Documented) -> Vec<Claim> {
        let comments = documented.comments.iter();
        let comments =
            comments.map(|Comment { text, line, .. }| self.comment(snippet, text, *line));
        let line = documented.lines.end;
        let output = documented.output.as_deref();
        let output =
            output.map(|text| within(snippet, text, line, Stand::OutputFence, Force::Demands));
        comments.chain(output).collect()
    }

    fn item(&self, item: &Item) -> Understood {
        let mut commands = Vec::new();
        for snippet in &item.snippets {
            for documented in self.documented(snippet) {
                commands.push(self.command(snippet, documented));
            }
        }
        // There may be very many items, of one command each.
        commands.shrink_to_fit();
        let words = (!commands.is_empty()).then(|| {
            let words = words_without_commands(&item.text, &item.snippets);
            let words = Claim::of(words, item.span, Stand::ItemText, Force::Demands);
            self.claim(None, &words, About::Step, &commands)
        });
        Understood::new(&item.text, commands, Vec::from_iter(words))
    }

    /// The lines under an item.
    fn under(&self, item: &Item, beside: Vec<CommandReading>) -> Understood {
        let mut commands = Vec::new();
        let mut places: Vec<Range<usize>> = Vec::new();
        for snippet in &item.under.snippets {
            let first = commands.len();
            let documented = self.documented(snippet);
            commands.extend(documented.into_iter().map(|one| self.command(snippet, one)));
            places.push(first..commands.len());
        }
        let own = !commands.is_empty();
        let claims = item.under.claims.iter().map(|claim| {
            let about = if own {
                about(claim, &places)
            } else {
                About::Step
            };
            (None, claim.clone(), about)
        });
        let claims: Vec<_> = claims.collect();
        if !own && !claims.is_empty() {
            commands = beside;
        }
        let claims = self.ledger(claims, &commands);
        Understood::new(&item.text, commands, claims)
    }

    fn documented(&self, snippet: &Snippet) -> Vec<Documented> {
        if snippet.inline {
            return inline::read(&snippet.text, &self.vars)
                .into_iter()
                .collect();
        }
        self.blocks
            .get(&snippet.span.start)
            .map(|script| script.commands.clone())
            .unwrap_or_default()
    }

    /// The claims of a fence's lines that belong to no command.
    fn loose(&self, snippet: &Snippet) -> Vec<Claim> {
        let script = self.blocks.get(&snippet.span.start);
        let loose = script
            .filter(|_| !snippet.inline)
            .map(|script| &script.loose);
        let mut claims: Vec<Claim> = Vec::new();
        let mut told = false;
        for line in loose.into_iter().flatten() {
            if line.comment {
                claims.push(self.comment(snippet, &line.text, line.line));
            } else if !told {
                // Of text that nothing prints, one line stands for all.
                told = true;
                claims.push(within(
                    snippet,
                    &line.text,
                    line.line,
                    Stand::Sentence,
                    Force::Unsure,
                ));
            }
        }
        claims
    }

    fn comment(&self, snippet: &Snippet, text: &str, line: usize) -> Claim {
        let text = record::without_list_number(text);
        let force = record::force_of_comment(text, &self.vocabulary.parse.labels);
        within(snippet, text, line, Stand::Comment, force)
    }

    /// Fills the environment's context and namespace into what the command left open.
    fn command(&self, snippet: &Snippet, documented: Documented) -> CommandReading {
        let span = if snippet.inline {
            snippet.span
        } else {
            line_span(snippet, documented.lines.start)
        };
        let mut class = documented.class;
        if let (Class::Understood(pipeline), Some((context, namespace))) =
            (&mut class, self.environment())
        {
            pipeline
                .query
                .fill_scope(context.as_deref(), namespace.as_deref());
        }
        CommandReading {
            // A secret that a record itself holds is not spread into logs and reports.
            text: mask(&documented.text).into_owned(),
            span,
            class,
        }
    }

    fn environment(&self) -> Option<&(Option<String>, Option<String>)> {
        self.vocabulary
            .environments
            .get(self.record.mentions.env.as_deref()?)
    }

    /// Reads a claim.
    fn claim(
        &self,
        at: Option<usize>,
        claim: &Claim,
        about: About,
        commands: &[CommandReading],
    ) -> ClaimReading {
        let text = match claim.stand {
            Stand::OutputFence => first_line(&claim.text),
            Stand::Bullet | Stand::Inline | Stand::Cell | Stand::Sentence => claim.text.clone(),
            Stand::ItemText | Stand::Heading | Stand::Label | Stand::Comment => claim.text.clone(),
        };
        let reading = match claim.force {
            Force::Says(Silence::CounterExample) => {
                match self.read(claim, language::Force::Forbids, &about, commands) {
                    Reading::NotUnderstood { .. } => {
                        Reading::NotAnExpectation(Silence::CounterExample)
                    }
                    read => read,
                }
            }
            Force::Says(why) => Reading::NotAnExpectation(why),
            _ if claim.stand == Stand::Heading => match language::heading(&text) {
                Some(stated) => Reading::Understood(stated),
                None => Reading::NotAnExpectation(Silence::Heading),
            },
            Force::Unsure => self.refused(
                &text,
                "요구인지 알 수 없어 사람이 확인합니다",
                "whether it is demanded is not told",
            ),
            Force::Demands => self.read(claim, language::Force::Demands, &about, commands),
            Force::Forbids => self.read(claim, language::Force::Forbids, &about, commands),
            Force::Offers => self.read(claim, language::Force::Offers, &about, commands),
        };
        ClaimReading {
            text,
            span: claim.span,
            claim: at,
            reading,
            about,
            told: match claim.force {
                Force::Forbids => Told::Forbidden,
                Force::Says(Silence::CounterExample) => Told::Exemplified,
                Force::Offers if !claim.label.is_empty() => Told::Offered,
                Force::Demands | Force::Offers | Force::Unsure | Force::Says(_) => Told::Demanded,
            },
        }
    }

    fn refused(&self, stopped_at: &str, ko: &str, en: &str) -> Reading {
        Reading::NotUnderstood {
            stopped_at: stopped_at.to_owned(),
            why: Bilingual::new(ko, en),
        }
    }

    /// What a claim that may demand is understood as.
    fn read(
        &self,
        claim: &Claim,
        force: language::Force,
        about: &About,
        commands: &[CommandReading],
    ) -> Reading {
        if claim.stand == Stand::OutputFence {
            return match sample_table::sample(&claim.text) {
                None => Reading::NotAnExpectation(Silence::Empty),
                // That an output must not be so says not in which part.
                Some(_) if force == language::Force::Forbids => self.refused(
                    &first_line(&claim.text),
                    "나오면 안 되는 출력은 비교할 수 없습니다",
                    "an output that must not be seen can't be compared",
                ),
                Some(sample) => {
                    let sample = Property::SampleTable(sample);
                    Reading::Understood(Statement::printed(sample).into())
                }
            };
        }
        let steps =
            READING + 20 * claim.text.len() as u64 + ASKED * about.of_all(commands).len() as u64;
        if let Err(exceeded) = budget::spend(steps) {
            return Reading::NotUnderstood {
                stopped_at: first_line(&claim.text),
                why: exceeded.told(),
            };
        }
        let asked = queries(commands, about);
        let context = ReadContext {
            queries: &asked,
            force,
            extra: &self.vocabulary.extra,
        };
        let reading = language::read(&claim.text, &context);
        // A few words over other lines are their title, whatever they are.
        let is_title = claim.stand == Stand::Label && claim.text.split_whitespace().count() < 5;
        let may_be_prose = matches!(reading, Reading::NotUnderstood { .. })
            && force == language::Force::Offers
            && (is_title || !record::demands(&claim.text));
        if may_be_prose {
            let near = about.of_all(commands).iter();
            let texts: Vec<&str> = near.map(|command| command.text.as_str()).collect();
            let place = match claim.stand {
                Stand::Label => narration::Place::Label,
                Stand::Comment => narration::Place::Comment,
                Stand::Bullet | Stand::Inline | Stand::Cell | Stand::OutputFence => {
                    narration::Place::Prose
                }
                Stand::Sentence | Stand::ItemText | Stand::Heading => narration::Place::Prose,
            };
            if let Some(why) = narration::read(&claim.text, place, &texts) {
                return Reading::NotAnExpectation(why);
            }
        }
        reading
    }
}

/// A claim that stands in a fence.
fn within(snippet: &Snippet, text: &str, line: usize, stand: Stand, force: Force) -> Claim {
    Claim::of(text, line_span(snippet, line), stand, force)
}

/// The queries of the understood commands of which a claim speaks.
fn queries<'a>(commands: &'a [CommandReading], about: &About) -> Vec<&'a Query> {
    let meant = about.of_all(commands).iter();
    meant
        .filter_map(|command| Some(&command.pipeline()?.query))
        .collect()
}

#[cfg(test)]
mod tests;
