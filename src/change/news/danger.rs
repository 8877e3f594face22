//! Why a change is dangerous.

use super::values::brief;
use crate::facts::change::{Danger, NewsRow, What};
use crate::facts::fields;
use crate::facts::quantity::Quantity;
use serde_json::Value;

/// What a deleted object takes with it.
pub(super) fn of_deleted(kind: &str) -> Danger {
    match kind {
        "PersistentVolumeClaim" | "PersistentVolume" | "StatefulSet" | "VolumeSnapshot" => {
            Danger::DataLost
        }
        "Namespace" => Danger::AllInside,
        "CustomResourceDefinition" => Danger::AllOfKind,
        "Secret" | "SealedSecret" | "ExternalSecret" | "ConfigMap" | "ServiceAccount" => {
            Danger::StillUsed
        }
        "Service" | "Ingress" | "HTTPRoute" | "Gateway" | "VirtualService" | "IngressRoute" => {
            Danger::Unreachable
        }
        "PodDisruptionBudget" => Danger::Unprotected,
        "NetworkPolicy" | "CiliumNetworkPolicy" => Danger::Open,
        _ => Danger::Deleted,
    }
}

/// Whether something new is dangerous in that way: it has nothing to lose.
pub(super) fn of_new(danger: Danger) -> bool {
    matches!(
        danger,
        Danger::Everything
            | Danger::Privileged
            | Danger::Exposed
            | Danger::Open
            | Danger::Latest
            | Danger::BlocksDrain
            | Danger::Suspended
    )
}

/// Replicas that an autoscaler sets, too.
pub(super) fn fought(rows: &mut [NewsRow], objects: &[Value]) {
    for row in rows.iter_mut().filter(|row| row.what == What::Replicas) {
        let is_its = |object: &Value| {
            let target = |key: &str| fields::text(object, &format!("/spec/scaleTargetRef/{key}"));
            let (kind, name) = (target("kind"), target("name"));
            let own = row.object.split_once(' ');
            let is_same =
                own.is_some_and(|(of, own)| of == kind && own.rsplit('/').next() == Some(name));
            matches!(
                fields::kind(object),
                "HorizontalPodAutoscaler" | "ScaledObject"
            ) && is_same
        };
        if row.after.is_some() && objects.iter().any(is_its) {
            row.dangers.push(Danger::Fought);
        }
    }
}

/// From one image to another.
pub(super) fn of_images(before: Option<&str>, after: Option<&str>) -> Vec<Danger> {
    let mut dangers = Vec::new();
    let Some(after) = after.filter(|image| !image.is_empty()) else {
        return dangers;
    };
    let new = Image::of(after);
    let old = before.map(Image::of);
    // A bare name without a tag is a part of a kustomization or of values, which set the rest elsewhere.
    if new.tag == Some("latest") || new.tag.is_none() && new.digest.is_none() && old.is_none() {
        dangers.push(Danger::Latest);
    }
    let Some(old) = old else { return dangers };
    if old.host() != new.host() && !old.name.is_empty() && !new.name.is_empty() {
        dangers.push(Danger::OtherRegistry);
    }
    if old.digest.is_some() && new.digest.is_none() {
        dangers.push(Danger::DigestGone);
    }
    dangers.extend(of_versions(
        old.tag.unwrap_or_default(),
        new.tag.unwrap_or_default(),
    ));
    dangers
}

/// From one version to another. Of a range (`16.x`) only the major part is known.
pub(super) fn of_versions(before: &str, after: &str) -> Option<Danger> {
    let (mut old, mut new) = (numbers(before)?, numbers(after)?);
    if is_range(before) || is_range(after) {
        old.truncate(1);
        new.truncate(1);
    }
    match old.first() == new.first() {
        _ if new < old => Some(Danger::Downgrade),
        false => Some(Danger::Major),
        true => None,
    }
}

fn is_range(version: &str) -> bool {
    version.ends_with(".x") || version.ends_with(".*")
}

/// Remote parts of a kustomization by what they are without their version, and the version.
fn versionless(part: &str) -> (String, Option<&str>) {
    let mut version = None;
    let is_remote = part.contains("//") || part.contains("?ref=");
    let is_version = |word: &str| word.contains('.') && numbers(word).is_some();
    let rest: Vec<&str> = part
        .split(['/', '=', '@'])
        .map(|word| {
            if !is_remote || !is_version(word) {
                return word;
            }
            version = Some(word);
            "*"
        })
        .collect();
    (rest.join("/"), version)
}

/// From some parts of a kustomization to others: one that is taken in another version is not gone.
pub(super) fn of_parts(minus: &[String], plus: &[String]) -> Vec<Danger> {
    let new: Vec<_> = plus.iter().map(|part| versionless(part)).collect();
    let mut dangers = Vec::new();
    for (name, version) in minus.iter().map(|part| versionless(part)) {
        let same = new
            .iter()
            .find(|(other, _)| version.is_some() && *other == name);
        dangers.extend(match same {
            None => Some(Danger::Deleted),
            Some((_, other)) => version
                .zip(*other)
                .and_then(|(old, new)| of_versions(old, new)),
        });
    }
    dangers
}

/// The numbers of a version; at least two, as a date or a build number has no major part.
fn numbers(text: &str) -> Option<Vec<u64>> {
    if is_range(text) {
        let (major, _) = text
            .trim_start_matches(['v', 'V', '^', '~', '='])
            .split_once('.')?;
        return Some(vec![major.parse().ok()?]);
    }
    let text = text.trim_start_matches(['v', 'V', '^', '~', '=']);
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.');
    let text = text[..end.unwrap_or(text.len())].trim_end_matches('.');
    let numbers: Vec<u64> = text
        .split('.')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    (numbers.len() > 1).then_some(numbers)
}

struct Image<'i> {
    name: &'i str,
    tag: Option<&'i str>,
    digest: Option<&'i str>,
}

impl<'i> Image<'i> {
    fn of(text: &'i str) -> Image<'i> {
        let (rest, digest) = match text.split_once('@') {
            Some((rest, digest)) => (rest, Some(digest)),
            None => (text, None),
        };
        let slash = rest.rfind('/').map_or(0, |at| at + 1);
        let (name, tag) = match rest[slash..].find(':') {
            Some(at) => (&rest[..slash + at], Some(&rest[slash + at + 1..])),
            None => (rest, None),
        };
        Image { name, tag, digest }
    }

    fn host(&self) -> &'i str {
        let first = self.name.split_once('/').map(|(first, _)| first);
        first
            .filter(|host| host.contains(['.', ':']) || *host == "localhost")
            .unwrap_or("docker.io")
    }
}

/// From one limit (or request) to another.
pub(super) fn of_limit(is_limit: bool, before: &Value, after: &Value) -> Vec<Danger> {
    if !is_limit {
        return Vec::new();
    }
    if after.is_null() {
        return vec![Danger::Unlimited];
    }
    let of = |value: &Value| Quantity::parse(&brief(value));
    let halved = of(before).zip(of(after));
    let halved = halved.is_some_and(|(old, new)| new.nanos().saturating_mul(2) <= old.nanos());
    halved.then_some(Danger::Halved).into_iter().collect()
}

/// From one size to another.
pub(super) fn of_size(before: &Value, after: &Value) -> Vec<Danger> {
    let of = |value: &Value| Quantity::parse(&brief(value));
    let shrunk = of(before)
        .zip(of(after))
        .is_some_and(|(old, new)| new < old);
    shrunk.then_some(Danger::Shrunk).into_iter().collect()
}
