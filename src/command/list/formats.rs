//! The list as data for a spreadsheet, and as a Markdown table.

use super::Listed;
use crate::facts::lang::Lang;
use crate::output::table;

/// All fields of the list's JSON but for the open items themselves, one record a line, under the same names.
pub fn csv(records: &[Listed]) -> String {
    const FIELDS: &str = "path date title app env author state done failed total judged gaps \
        age_days deployments commit superseded failure first_commit_at arrived_at failed_at \
        restored_at verified_at";
    let fields: Vec<&str> = FIELDS.split_whitespace().collect();
    let head = fields.iter().map(|field| (*field).to_owned()).collect();
    let rows = records.iter().map(|record| {
        let value = serde_json::to_value(record).unwrap_or_default();
        fields
            .iter()
            .map(|field| table::plain(&value[*field]))
            .collect()
    });
    table::csv(&std::iter::once(head).chain(rows).collect::<Vec<_>>())
}

/// A Markdown table with what the terminal's has.
pub fn markdown(records: &[Listed], lang: Lang) -> String {
    let heads = lang.pick(
        "날짜 앱 환경 작업자 상태 진행 제목",
        "Date App Environment Author State Progress Title",
    );
    let mut rows: Vec<Vec<String>> = vec![heads.split(' ').map(String::from).collect()];
    let dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".into());
    rows.extend(records.iter().map(|record| {
        vec![
            dash(&record.date.map(|date| date.to_string())),
            dash(&record.app),
            dash(&record.env),
            dash(&record.author),
            record.state.words(lang).to_owned(),
            format!("{}/{}", record.done, record.total),
            record.title.clone(),
        ]
    }));
    table::markdown(&rows)
}
