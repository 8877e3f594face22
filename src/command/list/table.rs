//! The list as a table for a terminal.

use super::{Listed, Standing};
use crate::facts::lang::Lang;
use crate::josa;
use crate::output::{layout, table};
use std::fmt::Write;

/// The table for a terminal of `width` columns; open items stand under their record.
pub fn text(records: &[Listed], lang: Lang, width: usize) -> String {
    if records.is_empty() {
        return lang.pick("기록이 없습니다\n", "no records\n").into();
    }
    let heads = lang.pick(
        ["날짜", "앱", "환경", "진행", "제목"],
        ["DATE", "APP", "ENVIRONMENT", "PROGRESS", "TITLE"],
    );
    let mut rows = vec![heads.map(String::from).to_vec()];
    rows.extend(records.iter().map(|record| cells(record, lang).to_vec()));
    let lines = table::lines(&rows, 32).into_iter();
    let mut lines = lines.map(|line| layout::cut(&line, width) + "\n");
    let mut out = lines.next().unwrap_or_default();
    for (record, line) in records.iter().zip(lines) {
        out.push_str(&line);
        for item in &record.open {
            let sign = if item.failed { "❌" } else { "⏳" };
            let due = match (item.due, lang) {
                (Some(due), Lang::Ko) => format!(", {due}부터 확인"),
                (Some(due), Lang::En) => format!(", due {due}"),
                (None, _) => String::new(),
            };
            let place = format!(" (L{}{due})", item.line);
            let text = format!("  {sign} {}", layout::one_line(&item.text));
            let text = layout::cut(&text, width.saturating_sub(layout::width(&place)));
            let _infallible = writeln!(out, "{text}{place}");
        }
    }
    out
}

fn cells(record: &Listed, lang: Lang) -> [String; 5] {
    let dash = || "–".to_string();
    let mut progress = format!("{}/{}", record.done, record.total);
    if record.failed > 0 {
        let _infallible = write!(progress, " ❌{}", record.failed);
    }
    if let (false, Some(days)) = (record.closed, record.age_days) {
        let _infallible = match lang {
            Lang::Ko => write!(progress, " {days}일째"),
            Lang::En => write!(progress, " {days}d"),
        };
    }
    if let Some(by) = &record.superseded {
        let _infallible = match lang {
            Lang::Ko => write!(progress, "{}", josa!(" {by}[으로/로] 대체됨")),
            Lang::En => write!(progress, " superseded by {by}"),
        };
    }
    if record.state == Standing::RolledBack {
        let _infallible = write!(progress, " {}", record.state.words(lang));
    }
    if record.gaps > 0 {
        let _infallible = match lang {
            Lang::Ko => write!(progress, " 빈칸 {}", record.gaps),
            Lang::En => write!(progress, " {} gaps", record.gaps),
        };
    }
    [
        record.date.map_or_else(dash, |date| date.to_string()),
        record.app.clone().unwrap_or_else(dash),
        record.env.clone().unwrap_or_else(dash),
        progress,
        record.title.clone(),
    ]
}
