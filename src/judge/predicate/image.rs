//! The images of containers, where a command prints them: whole objects, a column, or nothing but images.

use super::outcome::{Say, few};
use super::pick::not_printed;
use crate::facts::fields::{kind, list, text};
use crate::facts::verdict::Judgement;
use crate::judge::kind::pod::is_live;
use crate::judge::scene::{Scene, View};
use crate::query::{Output, Query};
use crate::told;
use serde_json::Value;

/// Every container's image, or its tag, is the one that is written.
pub(super) fn image(scene: &Scene, tag: bool, wanted: &str) -> Judgement {
    let say = Say(scene.lang);
    let of_views = scene.views.iter().map(printed_images);
    let images: Option<Vec<Vec<String>>> = of_views.collect();
    let mut images = images.unwrap_or_default().concat();
    images.sort();
    images.dedup();
    let told: Vec<Fit> = images
        .iter()
        .map(|image| fits(image, tag, wanted))
        .collect();
    let seen = few(&images, scene.lang);
    let judgement = if images.is_empty() {
        return not_printed(scene, "image");
    } else if told.iter().all(|fit| *fit == Fit::Yes) {
        say.passed(told!(Image, seen))
    } else if told.iter().all(|fit| *fit == Fit::No) {
        say.failed(told!(ImageExpectedGot, wanted, seen))
    } else {
        say.manual(told!(WhichImageIsMeant, seen))
    };
    judgement.with_seen(seen)
}

/// The images that a command prints. `None`: it prints none, or other things as well.
fn printed_images(view: &View) -> Option<Vec<String>> {
    if let Some(objects) = whole_objects(view) {
        let live = |object: &&Value| kind(object) != "Pod" || is_live(object);
        let containers = objects.into_iter().filter(live).flat_map(containers);
        return Some(
            containers
                .map(|one| text(one, "/image").to_owned())
                .collect(),
        );
    }
    let tables = view.tables();
    if !tables.is_empty() {
        let column = |name| tables.iter().all(|table| table.column(name).is_some());
        let name = ["IMAGES", "IMAGE"].into_iter().find(|name| column(name))?;
        let cells = tables.iter().flat_map(|table| {
            let printed = table.rows.iter().filter(|row| view.prints(row));
            printed.filter_map(|row| table.cell(row, name))
        });
        let images = cells.flat_map(|cell| cell.split(','));
        return Some(images.map(|image| image.trim().to_owned()).collect());
    }
    let text = &view.filtered.text;
    let keyed = |line: &str| super::text::line_value(line, "image");
    let named: Vec<String> = text.lines().filter_map(keyed).collect();
    if !named.is_empty() {
        return Some(named);
    }
    let words = text.split(|c: char| c.is_whitespace() || c == ',');
    let words = words.map(|word| word.trim_matches(['"', '\'', '[', ']']));
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let is_image = |word: &String| word.contains([':', '/']) && !word.ends_with(':');
    words.iter().all(is_image).then_some(words)
}

/// The objects that a command prints as a whole (`-o yaml`, `-o json`, `describe`), of which filters may pick lines.
pub(super) fn whole_objects<'a>(view: &View<'a>) -> Option<Vec<&'a Value>> {
    let whole = match view.query() {
        Query::Get(get) => matches!(get.output, Output::Json | Output::Yaml),
        Query::Describe(_) => true,
        _ => false,
    };
    let only_lines = !view.is_filtered() || view.picks_lines();
    // `describe` shows an object's events as well.
    let own = |object: &&Value| kind(object) != "Event";
    let objects: Vec<&Value> = view.raw.objects.iter().filter(own).collect();
    (whole && only_lines && !objects.is_empty()).then_some(objects)
}

/// The containers of a pod, or of what makes pods.
pub(super) fn containers(object: &Value) -> impl Iterator<Item = &Value> {
    let place = match kind(object) {
        "Pod" => "/spec/containers",
        "CronJob" => "/spec/jobTemplate/spec/template/spec/containers",
        _ => "/spec/template/spec/containers",
    };
    list(object, place).iter()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Yes,
    No,
    /// The same name and tag of another registry.
    Perhaps,
}

fn fits(image: &str, tag: bool, wanted: &str) -> Fit {
    let plain = if wanted.contains('@') {
        image
    } else {
        image.split('@').next().unwrap_or(image)
    };
    if tag {
        let last = plain.rsplit('/').next().unwrap_or(plain);
        let own = last.split_once(':').map_or("latest", |(_, tag)| tag);
        return if own == wanted { Fit::Yes } else { Fit::No };
    }
    let registries = ["docker.io/library/", "docker.io/"];
    let bare = |image: &str| {
        let short = registries
            .iter()
            .find_map(|registry| image.strip_prefix(registry));
        short.unwrap_or(image).to_owned()
    };
    if bare(plain) == bare(wanted) {
        Fit::Yes
    } else if plain.ends_with(&format!("/{wanted}")) {
        Fit::Perhaps
    } else {
        Fit::No
    }
}

#[cfg(test)]
mod tests;
