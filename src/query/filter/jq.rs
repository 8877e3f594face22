//! jq by jaq. Only programs whose work grows with their input alone are run: no definitions, no
//! variables, no recursion, no ranges, no clock, no environment. The check walks jaq's own syntax tree
//! and adds up by how much a program can make its input larger; what it then does is counted while it runs.

use super::super::Jq;
use super::flow::Flow;
use super::unknown;
use crate::facts::brackets::nesting;
use crate::facts::budget::{self, Exceeded};
use crate::facts::lang::Bilingual;
use crate::facts::tsv;
use jaq_core::box_iter::box_once;
use jaq_core::load::lex::StrPart;
use jaq_core::load::parse::{BinaryOp, Def, Term};
use jaq_core::load::{Arena, File, Loader};
use jaq_core::ops::Math;
use jaq_core::path::{Part, Path};
use jaq_core::{
    Compiler, Ctx, Error, Exn, Native, PathsPtr, RunPtr, UpdatePtr, Vars, data, native, unwrap_valr,
};
use jaq_json::Val;
use std::io;

/// A longer program is not read.
const PROGRAM: usize = 2000;
/// How many times larger than its input a result may become.
const GROWTH: u64 = 1000;
/// How many times larger than its text a JSON value is in memory.
pub(super) const VALUE: usize = 4;

/// Formats that jaq's libraries leave to its program.
const PRELUDE: &str = r#"
def @csv: [.[] | if . == null then "" elif type == "string" then "\"" + (split("\"") | join("\"\"")) + "\"" else tostring end] | join(",");
def @tsv: [.[] | if . == null then "" elif type == "string" then (split("\\") | join("\\\\") | split("\t") | join("\\t") | split("\n") | join("\\n") | split("\r") | join("\\r")) else tostring end] | join("\t");
"#;

/// A program that was checked.
#[derive(Debug)]
pub(super) struct Program {
    code: String,
    growth: u64,
}

/// Checks a program; the error is for a person.
pub(super) fn compile(code: &str) -> Result<Program, Bilingual> {
    let unknown = || unknown("jq", code);
    if code.len() > PROGRAM || too_nested(code) {
        return Err(unknown());
    }
    let code = if code.trim().is_empty() { "." } else { code };
    let term = jaq_core::load::parse(code, |parser| parser.term()).ok_or_else(unknown)?;
    let growth = growth(&term)
        .filter(|growth| *growth <= GROWTH)
        .ok_or_else(unknown)?;
    Ok(Program {
        code: code.to_owned(),
        growth,
    })
}

/// Runs a program on every JSON value of the text. Text that is no JSON is an error of jq: exit status
/// 5, nothing printed.
pub(super) fn run(print: &Jq, flow: &mut Flow) -> Result<(), Bilingual> {
    let program = compile(&print.program)?;
    let text = flow.text();
    budget::make(VALUE * text.len())?;
    let Some(inputs) = values(&text) else {
        flow.replace(Vec::new());
        flow.success = false;
        return Ok(());
    };
    let inputs = if print.slurp {
        vec![inputs.into_iter().collect()]
    } else {
        inputs
    };
    let results = evaluate(&program, inputs, text.len())?;
    let mut out = Bounded(Vec::new());
    for value in &results.values {
        print_value(value, print, &mut out)?;
    }
    let text = String::from_utf8_lossy(&out.0).into_owned();
    let failing = print.exit_status
        && matches!(
            results.values.last(),
            None | Some(Val::Null | Val::Bool(false))
        );
    let printed = Flow::of(&text);
    flow.replace(printed.lines.into_iter().map(|line| line.text).collect());
    flow.ended = printed.ended;
    flow.success = !results.failed && !failing;
    Ok(())
}

/// What came out, and whether it ended with an error of jq.
pub(super) struct Results {
    pub values: Vec<Val>,
    pub failed: bool,
}

/// Runs a program on values that were read from so many bytes of text.
pub(super) fn evaluate(
    program: &Program,
    inputs: Vec<Val>,
    bytes: usize,
) -> Result<Results, Bilingual> {
    let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
    budget::spend(bytes.saturating_mul(program.growth) / 256)?;
    let unknown = || unknown("jq", &program.code);
    let term = jaq_core::load::parse(program.code.as_str(), |parser| parser.term());
    let main = Def {
        name: MAIN,
        args: Vec::new(),
        body: metered(term.ok_or_else(unknown)?),
    };
    let own = jaq_core::load::parse(PRELUDE, |parser| parser.defs()).ok_or_else(unknown)?;
    let known = jaq_core::defs()
        .chain(jaq_std::defs())
        .chain(jaq_json::defs());
    let mut defs: Vec<Def<&str>> = known.map(shortened).collect();
    defs.extend(own);
    defs.push(main);
    let funs = jaq_core::funs()
        .chain(jaq_std::funs())
        .chain(jaq_json::funs())
        .chain(meters());
    let arena = Arena::default();
    let file = File {
        code: MAIN,
        path: (),
    };
    let modules = Loader::new(defs)
        .load(&arena, file)
        .map_err(|_| unknown())?;
    let filter = Compiler::<_, data::JustLut<Val>>::default()
        .with_funs(funs)
        .compile(modules)
        .map_err(|_| unknown())?;
    let mut results = Results {
        values: Vec::new(),
        failed: false,
    };
    for input in inputs {
        let context = Ctx::<data::JustLut<Val>>::new(&filter.lut, Vars::new([]));
        for value in filter.id.run((context, input)).map(unwrap_valr) {
            match value {
                Ok(value) => {
                    budget::make(size_of::<Val>())?;
                    results.values.push(value);
                }
                Err(_) => {
                    results.failed = true;
                    break;
                }
            }
        }
    }
    Ok(results)
}

/// A definition that lives as long as the program does.
fn shortened<'s>(def: Def<&'static str>) -> Def<&'s str> {
    def
}

/// The name of the program itself.
const MAIN: &str = "report_main";
/// Counts a value that goes by.
const STEP: &str = "report_step";
/// Counts a value that was made.
const MADE: &str = "report_made";

/// A program that counts what it does: each value that one of its parts gives is counted before another
/// part gets it, so that no product of values gets far.
fn metered(term: Term<&str>) -> Term<&str> {
    let meter = match &term {
        Term::Arr(_) | Term::Obj(_) | Term::Str(..) | Term::BinOp(_, BinaryOp::Math(_), _) => MADE,
        Term::Call(name, _) if !passes_on(name) => MADE,
        _ => STEP,
    };
    let all = |terms: Vec<Term<_>>| terms.into_iter().map(metered).collect();
    let boxed = |term: Box<Term<_>>| Box::new(metered(*term));
    let within = match term {
        Term::Id | Term::Num(_) => return term,
        Term::Str(None, parts) if parts.iter().all(|part| !matches!(part, StrPart::Term(_))) => {
            return Term::Str(None, parts);
        }
        Term::Str(format, parts) => {
            let parts = parts.into_iter().map(|part| match part {
                StrPart::Term(term) => StrPart::Term(metered(term)),
                other => other,
            });
            Term::Str(format, parts.collect())
        }
        Term::Arr(inner) => Term::Arr(inner.map(boxed)),
        Term::Obj(entries) => {
            let entry = |(key, value): (_, Option<_>)| match value {
                // `{name}` is short for what would no longer be recognised.
                None => (key, None),
                Some(value) => (metered(key), Some(metered(value))),
            };
            Term::Obj(entries.into_iter().map(entry).collect())
        }
        Term::Neg(inner) => Term::Neg(boxed(inner)),
        Term::BinOp(left, operator, right) => Term::BinOp(boxed(left), operator, boxed(right)),
        Term::TryCatch(body, catch) => Term::TryCatch(boxed(body), catch.map(boxed)),
        Term::IfThenElse(branches, other) => {
            let branch = |(test, then)| (metered(test), metered(then));
            Term::IfThenElse(branches.into_iter().map(branch).collect(), other.map(boxed))
        }
        Term::Call(name, args) => Term::Call(name, all(args)),
        Term::Path(head, path) => {
            let part = |(part, optional)| {
                let part = match part {
                    Part::Index(index) => Part::Index(metered(index)),
                    Part::Range(from, to) => Part::Range(from.map(metered), to.map(metered)),
                };
                (part, optional)
            };
            Term::Path(boxed(head), Path(path.0.into_iter().map(part).collect()))
        }
        // What else there is, is not run.
        other => other,
    };
    let meter = Term::Call(meter, Vec::new());
    Term::BinOp(Box::new(within), BinaryOp::Pipe(None), Box::new(meter))
}

fn meters() -> [native::Fun<data::JustLut<Val>>; 2] {
    type Data = data::JustLut<Val>;
    fn meter(
        name: &'static str,
        run: RunPtr<Data>,
        paths: PathsPtr<Data>,
        update: UpdatePtr<Data>,
    ) -> native::Fun<Data> {
        let native = Native::<Data>::new(run)
            .with_paths(paths)
            .with_update(update);
        (name, native::v(0), native)
    }
    [
        meter(
            STEP,
            |cv| box_once(counted(cv.1, 0)),
            |cv| box_once(counted(cv.1, 0)),
            |cv, update| match counted(cv.1, 0) {
                Ok(value) => update(value),
                Err(error) => box_once(Err(error)),
            },
        ),
        meter(
            MADE,
            |cv| {
                let size = size(&cv.1);
                box_once(counted(cv.1, size))
            },
            |cv| {
                let size = size(&cv.1.0);
                box_once(counted(cv.1, size))
            },
            |cv, update| match counted(cv.1, 0) {
                Ok(value) => update(value),
                Err(error) => box_once(Err(error)),
            },
        ),
    ]
}

/// What a value takes by itself; what it holds was counted when it was made.
fn size(value: &Val) -> usize {
    match value {
        Val::TStr(text) | Val::BStr(text) => text.len(),
        Val::Arr(items) => items.len() * size_of::<Val>(),
        Val::Obj(entries) => entries.len() * 4 * size_of::<Val>(),
        Val::Null | Val::Bool(_) | Val::Num(_) => 0,
    }
}

fn counted<'a, T>(value: T, size: usize) -> Result<T, Exn<'a, Val>> {
    let drawn = budget::spend(3).and_then(|()| budget::make(size));
    drawn
        .map(|()| value)
        .map_err(|_| Exn::from(Error::str("the budget is used up")))
}

/// The JSON values of a text; `None` if it is not JSON. serde bounds how deep it may be nested.
fn values(text: &str) -> Option<Vec<Val>> {
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<serde::de::IgnoredAny>();
    if stream.any(|value| value.is_err()) {
        return None;
    }
    jaq_json::read::parse_many(text.as_bytes())
        .collect::<Result<_, _>>()
        .ok()
}

/// Output that stops growing.
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        budget::make(bytes.len()).map_err(|_| io::ErrorKind::WriteZero)?;
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn print_value(value: &Val, print: &Jq, out: &mut Bounded) -> Result<(), Bilingual> {
    use io::Write;
    let pretty = jaq_json::write::Pp {
        indent: (!print.compact).then(|| "  ".to_owned()),
        sep_space: !print.compact,
        sort_keys: print.sorted,
        ..jaq_json::write::Pp::default()
    };
    let written = match value {
        Val::TStr(text) | Val::BStr(text) if print.raw || print.joined => out.write_all(text),
        value => jaq_json::write::write(out, &pretty, 0, value),
    };
    written
        .and_then(|()| {
            if print.joined {
                Ok(())
            } else {
                out.write_all(b"\n")
            }
        })
        .map_err(|_| Exceeded::Bytes.told())
}

/// jaq's parser and evaluator recurse; a program that could take them deep is not handed to them.
fn too_nested(code: &str) -> bool {
    let is_sign = |c: &char| matches!(c, '|' | '-' | ',' | '/' | '+' | '*' | '=' | '<' | '>');
    let signs = code.chars().filter(is_sign).count();
    let words = code
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| {
            matches!(
                *word,
                "if" | "try" | "elif" | "and" | "or" | "as" | "def" | "label"
            )
        })
        .count();
    nesting(code, "([{") > 16 || signs > 120 || words > 30
}

/// By how much a term can make what it gets larger; `None` for a term that is not run.
fn growth(term: &Term<&str>) -> Option<u64> {
    match term {
        Term::Id | Term::Num(_) => Some(1),
        // Every value once more for each level that it lies deep.
        Term::Recurse => Some(20),
        Term::Str(format, parts) => {
            let times = match format {
                None => 1,
                Some(
                    "@text" | "@json" | "@csv" | "@tsv" | "@html" | "@uri" | "@sh" | "@base64"
                    | "@base64d",
                ) => 4,
                Some(_) => return None,
            };
            let mut sum = 1u64;
            for part in parts {
                if let StrPart::Term(term) = part {
                    sum = sum.checked_add(growth(term)?)?;
                }
            }
            sum.checked_mul(times)
        }
        Term::Arr(inner) => inner.as_deref().map_or(Some(1), growth),
        Term::Obj(entries) => {
            let mut sum = 1u64;
            for (key, value) in entries {
                sum = sum.checked_add(growth(key)?)?;
                sum = sum.checked_add(value.as_ref().map_or(Some(1), growth)?)?;
            }
            Some(sum)
        }
        Term::Neg(inner) => growth(inner),
        Term::BinOp(left, operator, right) => binary(left, operator, right),
        Term::TryCatch(body, catch) => {
            growth(body)?.checked_add(catch.as_deref().map_or(Some(0), growth)?)
        }
        Term::IfThenElse(branches, other) => {
            let mut sum = other.as_deref().map_or(Some(1), growth)?;
            for (test, then) in branches {
                sum = sum.checked_add(growth(test)?)?.checked_add(growth(then)?)?;
            }
            Some(sum)
        }
        Term::Call(name, args) => call(name, args),
        Term::Path(head, path) => {
            let mut product = growth(head)?;
            for (part, _) in &path.0 {
                let inner = match part {
                    Part::Index(index) => growth(index)?,
                    Part::Range(from, to) => {
                        let from = from.as_ref().map_or(Some(1), growth)?;
                        from.checked_mul(to.as_ref().map_or(Some(1), growth)?)?
                    }
                };
                product = product.checked_mul(inner)?;
            }
            Some(product)
        }
        Term::Label(..) | Term::Break(_) | Term::Fold(..) | Term::Def(..) | Term::Var(_) => None,
    }
}

fn binary(left: &Term<&str>, operator: &BinaryOp<&str>, right: &Term<&str>) -> Option<u64> {
    let (a, b) = (growth(left)?, growth(right)?);
    match operator {
        BinaryOp::Pipe(None) => a.checked_mul(b),
        BinaryOp::Comma | BinaryOp::Alt | BinaryOp::Or | BinaryOp::And | BinaryOp::Cmp(_) => {
            a.checked_add(b)
        }
        // A product of a text and a number repeats the text.
        BinaryOp::Math(Math::Mul) => [left, right]
            .into_iter()
            .find_map(|side| match side {
                Term::Num(number) => number.parse::<f64>().ok(),
                _ => None,
            })
            .filter(|number| *number <= 1e4)
            .and_then(|number| a.max(b).checked_mul(number.ceil().max(1.0) as u64)),
        BinaryOp::Math(_) => a.checked_add(b),
        BinaryOp::Pipe(Some(_))
        | BinaryOp::Assign
        | BinaryOp::Update
        | BinaryOp::UpdateMath(_)
        | BinaryOp::UpdateAlt => None,
    }
}

/// What a function of `jq.tsv` multiplies.
fn call(name: &str, args: &[Term<&str>]) -> Option<u64> {
    let itself = match (name, args) {
        // Each element is followed by the text.
        ("join", [Term::Str(None, parts)]) => 1 + u64::try_from(parts.len()).ok()?,
        _ => {
            let count = args.len().to_string();
            let row = functions().find(|[of, _, names]| *of == count && has(names, name));
            row?[1].parse().ok()?
        }
    };
    args.iter().try_fold(itself, |product: u64, arg| {
        product.checked_mul(growth(arg)?)
    })
}

fn functions() -> impl Iterator<Item = [&'static str; 3]> {
    tsv::rows(include_str!("jq.tsv"))
}

fn has(names: &str, name: &str) -> bool {
    names.split(' ').any(|known| known == name)
}

/// Whether a function gives what was there before.
fn passes_on(name: &str) -> bool {
    functions().any(|[of, _, names]| of == "pass" && has(names, name))
}
