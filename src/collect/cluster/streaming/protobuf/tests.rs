use super::*;
use crate::world::binary::{bytes, item, list as written};
use proptest::prelude::*;

/// A list in its envelope.
fn enveloped(kind: &str, next: &str, items: &[Vec<u8>]) -> Vec<u8> {
    let items: Vec<u8> = items.iter().flat_map(|message| item(message)).collect();
    written(kind, next, &items)
}

fn read(body: &[u8]) -> Result<(String, Vec<Vec<u8>>), Cause> {
    let mut all = Vec::new();
    let next = list(body, "PodList", |item| {
        all.push(item.to_vec());
        Ok(())
    });
    next.map(|next| (next, all))
        .map_err(|trouble| trouble.cause)
}

#[test]
fn a_list_gives_its_items_and_its_continuation() {
    let items = [bytes(1, b"one"), bytes(1, &[7; 300]), Vec::new()];
    let body = enveloped("PodList", "more", &items);
    assert_eq!(read(&body), Ok(("more".into(), items.to_vec())));
    let empty = enveloped("PodList", "", &[]);
    assert_eq!(read(&empty), Ok((String::new(), Vec::new())));
}

#[test]
fn whatever_is_cut_off_is_never_a_shorter_list() {
    let body = enveloped("PodList", "", &[bytes(1, b"one"), bytes(1, b"two")]);
    let whole_at = body.len() - 4;
    for length in 0..whole_at {
        let cause = read(&body[..length]).unwrap_err();
        assert!(
            matches!(cause, Cause::CutOff | Cause::Malformed),
            "{length}"
        );
    }
    assert!(read(&body).is_ok());
}

#[test]
fn another_kind_and_another_form_are_refused() {
    let huge = [&b"k8s\0\x0a"[..], &[0x80, 0x80, 0x80, 0x80, 0x80, 0x20]].concat();
    let boundless = [&b"k8s\0\x12"[..], &[0xff; 9], &[0x01]].concat();
    let endless = [&b"k8s\0"[..], &[0x80; 12]].concat();
    for (body, cause) in [
        (enveloped("Status", "", &[]), Cause::Malformed),
        (b"{\"kind\":\"PodList\"}".to_vec(), Cause::Malformed),
        (b"k8s\0".to_vec(), Cause::Malformed),
        (Vec::new(), Cause::CutOff),
        (huge, Cause::TooLarge),
        (boundless, Cause::CutOff),
        (endless, Cause::Malformed),
    ] {
        assert_eq!(read(&body).unwrap_err(), cause, "{body:?}");
    }
    let broken: Vec<_> = Fields(&[0x0a, 5, 1]).collect();
    assert!(broken.len() == 1 && broken[0].is_err());
}

proptest! {
    /// Bytes that begin as a list does are read to an answer or a cause.
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200), whole in any::<bool>()) {
        let head = if whole { &b"k8s\0\x12"[..] } else { &b"k8s\0"[..] };
        let _ = read(&[head, &bytes].concat());
        let fields = Fields(&bytes).count();
        prop_assert!(fields <= bytes.len());
    }
}
