//! What a record says, understood: every command read, every claim turned into a predicate or a
//! reason why not, every checklist item tied to what it stands for. Pure; the whole of `explain`
//! and the first half of `verify`.

mod fault;
mod place;
mod words;

use crate::facts::budget::{self, Budget};
use crate::facts::lang::Lang;
use crate::facts::secret::mask;
use crate::facts::span::Span;
use crate::judge::cel as formal;
use crate::judge::expectation::{self, ExtraWords, ReadContext, Reading};
use crate::judge::needs::{OnlyOdd, mark, needs};
use crate::judge::predicate::Predicate;
use crate::judge::sample_table;
use crate::judge::step::{self, About};
use crate::query::inline;
use crate::query::script::{self, Comment, Documented};
use crate::query::{Class, Pipeline, Query, Vars};
use crate::record::link::{self, Known, Link, Seen};
use crate::record::{self, Claim, Force, Item, Problem, Record, Snippet, Stand, Step};
use place::{about, line_span};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;
use words::{first_line, words_without_commands};

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
    /// The expectations in order; what merely reports is left out.
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

/// A sentence that was read as an expectation.
#[derive(Debug, Clone)]
pub struct ClaimReading {
    /// As written.
    pub text: String,
    /// Where.
    pub span: Span,
    /// What it was understood as.
    pub reading: Reading,
    /// The commands of which it speaks.
    pub about: About,
}

/// A checklist item, understood.
#[derive(Debug, Clone)]
pub struct ItemReading {
    /// What it is tied to.
    pub link: Link,
    /// Its own inline commands and words.
    pub own: Understood,
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
        let wants = step::wants(&self.title, &readings);
        let stated: Vec<&Predicate> = readings
            .iter()
            .filter_map(|reading| match reading {
                Reading::Understood(predicate) => Some(predicate),
                Reading::NotUnderstood { .. } | Reading::NotAnExpectation(_) => None,
            })
            .collect();
        let suffice = !stated.is_empty()
            && expectation::heading(&self.title).is_none()
            && stated.iter().all(|one| one.needs_only_odd_pods());
        let only_odd = match suffice {
            true => OnlyOdd::Suffice,
            false => OnlyOdd::DoNot,
        };
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
            needs(&pipelines, &step::wants(&self.title, &readings))
        })
    }
}

impl ClaimReading {
    /// What it was understood as, in plain words; empty if it was not.
    pub fn words(&self, lang: Lang) -> String {
        match &self.reading {
            Reading::Understood(predicate) => predicate.words(lang),
            Reading::NotUnderstood { .. } | Reading::NotAnExpectation(_) => String::new(),
        }
    }

    /// The byte of the record at which its `cel:` expression is wrong, if it is one and is wrong.
    pub fn cel_fault(&self, record: &str) -> Option<usize> {
        let source = expectation::formal_source(&self.text)?;
        let problem = formal::Expression::parse(source).err()?;
        let written = record.get(self.span.range())?;
        let ahead = problem.column.saturating_sub(1);
        Some(self.span.start + fault::place(written, source, ahead)?)
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
    problems: Vec<Problem>,
    vocabulary: &Vocabulary,
) -> Understanding {
    let mut budget = Budget::default();
    let ((steps, items), _exceeded) = budget.run(|| {
        budget::counted(|| {
            let reader = Reader::new(&record, vocabulary);
            let steps: Vec<Understood> = record.plan.iter().map(|step| reader.step(step)).collect();
            let own: Vec<Understood> = record.items.iter().map(|item| reader.item(item)).collect();
            let known = Known {
                steps: steps.iter().map(Understood::seen).collect(),
                items: own.iter().map(|own| own.seen().asked).collect(),
            };
            let links = link::link(&record, &known).into_iter().zip(own);
            let items = links.map(|(link, own)| ItemReading { link, own });
            (steps, items.collect())
        })
    });
    Understanding {
        problems,
        steps,
        items,
        record,
        budget,
    }
}

/// Reads the record's code once, in document order, so that a variable is known after the place
/// that sets it.
struct Reader<'a> {
    record: &'a Record,
    vocabulary: &'a Vocabulary,
    /// The commands of each block, by the block's first byte.
    blocks: BTreeMap<usize, Vec<Documented>>,
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
            blocks.insert(snippet.span.start, script.commands);
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
            for documented in self.documented(snippet) {
                let about = About::Commands(commands.len()..commands.len() + 1);
                let inside = self.inside(snippet, &documented);
                claims.extend(inside.into_iter().map(|claim| (claim, about.clone())));
                commands.push(self.command(snippet, documented));
            }
            places.push(first..commands.len());
        }
        let stated = step.claims.iter();
        claims.extend(stated.map(|claim| (claim.clone(), about(claim, &places))));
        claims.sort_by_key(|(claim, _)| claim.span);
        let claims = claims
            .into_iter()
            .filter_map(|(claim, about)| self.claim(&claim, about, &commands))
            .collect();
        let mut understood = Understood {
            title: step.title.clone(),
            commands,
            claims,
            companions: OnceLock::new(),
        };
        understood.mark();
        understood
    }

    /// The claims that stand inside a fence: comments of a command, and output pasted under it.
    fn inside(&self, snippet: &Snippet, documented: &Documented) -> Vec<Claim> {
        let claim = |text: &str, line: usize, stand, force| Claim {
            text: text.to_string(),
            span: line_span(snippet, line),
            stand,
            label: String::new(),
            force,
            about: None,
        };
        let labels = &self.vocabulary.parse.labels;
        let comments = documented
            .comments
            .iter()
            .map(|Comment { text, line, .. }| {
                claim(
                    text,
                    *line,
                    Stand::Sentence,
                    record::force_of_comment(text, labels),
                )
            });
        let output = documented.output.as_deref().map(|text| {
            claim(
                text,
                documented.lines.end,
                Stand::OutputFence,
                Force::Demands,
            )
        });
        comments.chain(output).collect()
    }

    fn item(&self, item: &Item) -> Understood {
        let mut commands = Vec::new();
        for snippet in &item.snippets {
            for documented in self.documented(snippet) {
                commands.push(self.command(snippet, documented));
            }
        }
        let mut own = Understood {
            title: item.text.clone(),
            commands,
            claims: Vec::new(),
            companions: OnceLock::new(),
        };
        if !own.commands.is_empty() {
            let words = Claim {
                text: words_without_commands(&item.text, &item.snippets),
                span: item.span,
                stand: Stand::ItemText,
                label: String::new(),
                force: Force::Demands,
                about: None,
            };
            own.claims
                .extend(self.claim(&words, About::Step, &own.commands));
            own.mark();
        }
        own
    }

    fn documented(&self, snippet: &Snippet) -> Vec<Documented> {
        if snippet.inline {
            return inline::read(&snippet.text, &self.vars)
                .into_iter()
                .collect();
        }
        self.blocks
            .get(&snippet.span.start)
            .cloned()
            .unwrap_or_default()
    }

    /// Fills the environment's context and namespace into what the command left open.
    fn command(&self, snippet: &Snippet, documented: Documented) -> CommandReading {
        let span = match snippet.inline {
            true => snippet.span,
            false => line_span(snippet, documented.lines.start),
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

    /// Reads a claim. What only offers counts when it is understood completely, else it is prose.
    fn claim(
        &self,
        claim: &Claim,
        about: About,
        commands: &[CommandReading],
    ) -> Option<ClaimReading> {
        if claim.stand == Stand::Heading {
            // The step's judge knows the few headings that state something by themselves.
            return None;
        }
        let force = match claim.force {
            Force::Demands => expectation::Force::Demands,
            Force::Forbids => expectation::Force::Forbids,
            Force::Offers => expectation::Force::Offers,
            Force::Reports => return None,
        };
        let optional = claim.force == Force::Offers && !record::demands(&claim.text);
        if claim.stand == Stand::OutputFence {
            let sample = sample_table::sample(&claim.text)?;
            let reading = match force {
                // That an output must not be so says not in which part.
                expectation::Force::Forbids => Reading::NotUnderstood {
                    stopped_at: first_line(&claim.text),
                    why: self
                        .record
                        .lang
                        .pick(
                            "나오면 안 되는 출력은 비교할 수 없습니다",
                            "an output that must not be seen can't be compared",
                        )
                        .to_owned(),
                },
                expectation::Force::Demands
                | expectation::Force::Offers
                | expectation::Force::Reports => {
                    Reading::Understood(Predicate::SampleTable(sample))
                }
            };
            return Some(ClaimReading {
                text: first_line(&claim.text),
                span: claim.span,
                reading,
                about,
            });
        }
        let asked = queries(commands, &about);
        let context = ReadContext {
            queries: &asked,
            force,
            lang: Lang::of(&claim.text),
            extra: &self.vocabulary.extra,
        };
        let steps = READING + 20 * claim.text.len() as u64;
        let reading = match budget::spend(steps) {
            Ok(()) => expectation::read(&claim.text, &context),
            Err(exceeded) => Reading::NotUnderstood {
                stopped_at: first_line(&claim.text),
                why: exceeded.told().of(self.record.lang).to_owned(),
            },
        };
        match &reading {
            Reading::NotAnExpectation(_) => return None,
            Reading::NotUnderstood { .. } if optional => return None,
            Reading::NotUnderstood { .. } | Reading::Understood(_) => {}
        }
        Some(ClaimReading {
            text: claim.text.clone(),
            span: claim.span,
            reading,
            about,
        })
    }
}

/// The queries of the understood commands of which a claim speaks.
fn queries<'a>(commands: &'a [CommandReading], about: &About) -> Vec<&'a Query> {
    let meant = commands.iter().enumerate();
    meant
        .filter(|(at, _)| about.means(*at))
        .filter_map(|(_, command)| Some(&command.pipeline()?.query))
        .collect()
}

#[cfg(test)]
mod tests;
