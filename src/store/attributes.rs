//! What a file has beside its bytes: owner, mode, extended attributes and, as one of them, its access
//! list. A new file in an old one's place keeps them.

use super::{Action, StoreError, Why};
use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fremovexattr, fsetxattr};
use rustix::io::Errno;
use std::fs::{File, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
use std::path::Path;

/// Gives `new` what `old` has. `path` is for the error alone.
pub(super) fn keep(new: &File, old: &File, path: &Path) -> Result<(), StoreError> {
    let failed = |error| StoreError::io(Action::Write, path, error);
    let (is, was) = (
        new.metadata().map_err(failed)?,
        old.metadata().map_err(failed)?,
    );
    if (is.uid(), is.gid()) != (was.uid(), was.gid()) {
        let kept = fchown(new, Some(was.uid()), Some(was.gid()));
        kept.map_err(|_| Why::Owner.of(path))?;
    }
    extended(new, old).map_err(|error| failed(error.into()))?;
    // After the access list, whose mask is the mode's middle.
    let mode = Permissions::from_mode(was.mode() & 0o7777);
    new.set_permissions(mode).map_err(failed)
}

/// The extended attributes. An access list that the directory gives to new files goes if the old file
/// had none; those of the system's own security are the system's.
fn extended(new: &File, old: &File) -> rustix::io::Result<()> {
    let (is, was) = (names(new)?, names(old)?);
    let ours = |name: &&Vec<u8>| !name.starts_with(b"security.") && !name.starts_with(b"trusted.");
    for name in is.iter().filter(ours).filter(|name| !was.contains(name)) {
        fremovexattr(new, name.as_slice())?;
    }
    for name in &was {
        let kept = value(old, name).and_then(|kept| {
            if value(new, name).is_ok_and(|same| same == kept) {
                return Ok(());
            }
            fsetxattr(new, name.as_slice(), &kept, XattrFlags::empty())
        });
        if ours(&name) {
            kept?;
        }
    }
    Ok(())
}

/// Room for more than any file system keeps.
const ROOM: usize = 64 * 1024;

fn names(file: &File) -> rustix::io::Result<Vec<Vec<u8>>> {
    let mut room = vec![0; ROOM];
    match flistxattr(file, room.as_mut_slice()) {
        Ok(length) => Ok(room[..length]
            .split(|byte| *byte == 0)
            .filter(|name| !name.is_empty())
            .map(<[u8]>::to_vec)
            .collect()),
        Err(Errno::NOTSUP | Errno::NOSYS) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn value(file: &File, name: &[u8]) -> rustix::io::Result<Vec<u8>> {
    let mut room = vec![0; ROOM];
    let length = fgetxattr(file, name, room.as_mut_slice())?;
    room.truncate(length);
    Ok(room)
}
