//! What the change itself should have made of what runs: the image of each container to which the change
//! gave another one. With the old image live no such step passes. Pure.

use crate::command::new::facts::Placed;
use crate::command::new::history::History;
use crate::facts::change::{Entry, Piece};
use crate::facts::fields;
use crate::facts::workload::WorkloadKind;
use serde_json::Value;

/// Where the pods' template of a kind is.
pub(super) fn template(kind: WorkloadKind) -> &'static str {
    match kind {
        WorkloadKind::CronJob => "/spec/jobTemplate/spec/template/spec",
        WorkloadKind::DaemonSet
        | WorkloadKind::Deployment
        | WorkloadKind::StatefulSet
        | WorkloadKind::Job
        | WorkloadKind::Rollout => "/spec/template/spec",
    }
}

/// The path of a container's image for `-o jsonpath`.
pub(super) fn path(kind: WorkloadKind, container: &str) -> String {
    let template = template(kind).replace('/', ".");
    format!("{{{template}.containers[?(@.name==\"{container}\")].image}}")
}

/// Containers and the image that each should have; those alone whose image the change is about.
pub(super) fn changed(
    placed: &Placed,
    app: Option<&str>,
    history: Option<&History>,
) -> Vec<(String, String)> {
    let Some(history) = history else {
        return Vec::new();
    };
    let entries: Vec<&Entry> = history
        .files
        .iter()
        .flat_map(|file| &file.pieces)
        .flat_map(|piece| match piece {
            Piece::Structure { entries, .. } | Piece::Diff { entries, .. } => entries,
        })
        .filter(|entry| is_of_image(&entry.path))
        .collect();
    let is_it = |object: &&Value| placed.is(object);
    let in_git = history.objects_of(app).find(is_it);
    let before = history.objects_before(app).find(is_it);
    let pointer = format!("{}/containers", template(placed.workload.kind));
    let containers = |object: &Value| -> Vec<(String, String)> {
        let list = fields::list(object, &pointer).iter();
        list.map(|one| {
            let text = |key: &str| fields::text(one, key).to_owned();
            (text("/name"), text("/image"))
        })
        .collect()
    };
    let own = in_git.map(&containers).unwrap_or_default();
    let before = before.map(&containers);
    let told = containers(&placed.object).into_iter();
    told.filter_map(|(name, live)| {
        let wanted = match own.iter().find(|(other, _)| *other == name) {
            Some(now) => match &before {
                Some(before) => !before.contains(now),
                None => is_after(&now.1, &entries),
            }
            .then(|| now.1.clone()),
            None => meant(&live, &entries),
        };
        Some((name, wanted.filter(|image| is_whole(image))?))
    })
    .collect()
}

/// Whether a key holds an image or a part of one.
pub(super) fn is_of_image(path: &str) -> bool {
    let key = path.rsplit('.').next().unwrap_or(path).to_lowercase();
    key.ends_with("image") || key.ends_with("tag")
}

/// An image with a tag or a digest: what it is without says nothing about its version.
fn is_whole(image: &str) -> bool {
    let name = image.rsplit('/').next().unwrap_or(image);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@".contains(c);
    name.contains([':', '@']) && image.chars().all(is_plain)
}

/// Whether an image is one that the change brought.
fn is_after(image: &str, entries: &[&Entry]) -> bool {
    let after = entries.iter().filter_map(|entry| entry.after.as_deref());
    let mut after = after.filter(|after| !after.is_empty());
    after.any(|after| image == after || tag_of(image, after).is_some())
}

/// What a live image becomes by the changes of tags and images in values, if they say one thing.
fn meant(live: &str, entries: &[&Entry]) -> Option<String> {
    let mut all: Vec<String> = Vec::new();
    for entry in entries {
        let Some(after) = entry.after.as_deref().filter(|after| !after.is_empty()) else {
            continue;
        };
        let sides = [entry.before.as_deref(), Some(after)];
        let becomes = sides.into_iter().flatten().find_map(|side| {
            let rest = tag_of(live, side).map(|rest| format!("{rest}:{after}"));
            rest.or_else(|| (live == side).then(|| after.to_owned()))
        });
        all.extend(becomes);
    }
    all.sort();
    all.dedup();
    match all.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

/// The image without its tag, if that is the tag.
fn tag_of<'a>(image: &'a str, tag: &str) -> Option<&'a str> {
    let rest = image.strip_suffix(tag)?.strip_suffix(':')?;
    (!tag.is_empty() && !tag.contains([':', '/'])).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_live_image_becomes_what_the_values_say() {
        let tag = Entry::changed("image.tag", "v1", "v2");
        let other = Entry::changed("sidecar.image.tag", "v1", "v3");
        let image = Entry::changed("image", "r/web:v1", "r/web:v2");
        for (live, entries, wanted) in [
            ("r/web:v1", &[&tag][..], Some("r/web:v2")),
            ("r/web:v2", &[&tag], Some("r/web:v2")),
            ("r:5000/web:v1", &[&tag], Some("r:5000/web:v2")),
            ("r/web:v1", &[&image], Some("r/web:v2")),
            ("r/web:v2", &[&image], Some("r/web:v2")),
            // Neither the old nor the new: another container's.
            ("r/web:v9", &[&tag], None),
            ("r/web:pre-v1", &[&tag], None),
            ("r/web", &[&tag], None),
            ("r/other:v1", &[&image], None),
            // Two changes that say different things.
            ("r/web:v1", &[&tag, &other], None),
            ("r/web:v3", &[&tag, &other], Some("r/web:v3")),
        ] {
            assert_eq!(
                meant(live, entries).as_deref(),
                wanted,
                "{live} {entries:?}"
            );
        }
        for (path, is_it) in [
            ("image.tag", true),
            ("containers[web].image", true),
            ("images[web].newTag", true),
            ("imagePullPolicy", false),
            ("tags", false),
            ("controller.tolerations", false),
        ] {
            assert_eq!(is_of_image(path), is_it, "{path}");
        }
        for (image, whole) in [
            ("r/web:v2", true),
            ("r/web@sha256:0123", true),
            ("r:5000/web", false),
            ("web", false),
            ("r/`web`:v2", false),
            ("r/web:v2 -->", false),
        ] {
            assert_eq!(is_whole(image), whole, "{image}");
        }
    }
}
