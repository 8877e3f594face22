//! Verifies a record with answers of one's own, and prints what changes in it:
//! `cargo run --example library -- RECORD OBJECTS.json`. The objects are a JSON array, as a program of one's own has
//! them from a watch: they answer what asks for whole objects as JSON, and nothing else was looked at.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "an example for people"
)]

use chrono::Utc;
use deployment_report::{Answers, Record, apply};
use std::error::Error;
use std::fs;

fn main() -> Result<(), Box<dyn Error>> {
    let [_, record, objects] = &std::env::args().collect::<Vec<_>>()[..] else {
        return Err("a record and a file of objects".into());
    };
    let record = Record::read(fs::read_to_string(record)?);
    let objects: Vec<serde_json::Value> = serde_json::from_str(&fs::read_to_string(objects)?)?;
    let now = Utc::now();
    let mut answers = Answers::default();
    for question in record.questions() {
        println!("? {question}");
        answers.objects(&question, now, objects.clone());
    }
    let verified = record.verify(&answers, now);
    for (item, judged) in verified.steps.iter().chain(&verified.items) {
        println!("{:?}  {item}: {}", judged.verdict, judged.message);
    }
    println!("{}", apply(record.text(), &verified.edits)?);
    Ok(())
}
