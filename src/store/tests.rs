#![expect(
    clippy::disallowed_methods,
    reason = "the tests set the stage, and are the children that they kill"
)]

use super::*;
use crate::facts::span::Span;
use chrono::NaiveDate;
use std::fs::Permissions;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::process::{Command, Stdio};
use tempfile::TempDir;

const TEXT: &str = "# 기록\r\n\n1. ⏳ 가\n2. ⏳ 나  \n3. ⏳ 다";

fn workspace(text: &str) -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("2025-12-05-a.md");
    fs::write(&path, text).unwrap();
    (dir, path)
}

/// Ticks the nth pending item.
fn tick(text: &str, nth: usize) -> Vec<Edit> {
    let at = text.match_indices('⏳').nth(nth).map(|(at, _)| at);
    at.map(|at| Edit::replace(text, Span::new(at, at + 3), "✅"))
        .into_iter()
        .collect()
}

fn tick_first(text: &str) -> Result<Vec<Edit>, StoreError> {
    Ok(tick(text, 0))
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

const STEPS: [Step; 12] = [
    Step::Locked,
    Step::Read,
    Step::Edited,
    Step::DraftOpened,
    Step::PieceWritten,
    Step::Written,
    Step::ModeKept,
    Step::Flushed,
    Step::Compared,
    Step::Named,
    Step::Replaced,
    Step::DirectoryFlushed,
];

#[test]
fn an_update_writes_the_edits_and_nothing_else() {
    let (dir, path) = workspace(TEXT);
    let update = update(&path, Reach::Anywhere, tick_first).unwrap();
    assert!(update.written());
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        TEXT.replacen('⏳', "✅", 1)
    );
    assert_eq!(names(dir.path()), ["2025-12-05-a.md"]);
}

#[test]
fn without_edits_the_file_is_not_touched() {
    let (_dir, path) = workspace(TEXT);
    let before = fs::metadata(&path).unwrap();
    for edits in [
        vec![],
        vec![Edit::insert(0, "")],
        vec![Edit::replace(TEXT, Span::new(0, 1), "#")],
    ] {
        let update = update::<StoreError>(&path, Reach::Anywhere, |_| Ok(edits.clone())).unwrap();
        assert!(!update.written());
    }
    let after = fs::metadata(&path).unwrap();
    assert_eq!(
        (before.ino(), before.mtime_nsec()),
        (after.ino(), after.mtime_nsec())
    );
}

#[test]
fn edits_that_do_not_fit_are_refused() {
    let (dir, path) = workspace(TEXT);
    let refused = |edit: Edit| {
        update::<StoreError>(&path, Reach::Anywhere, |_| Ok(vec![edit.clone()])).unwrap_err()
    };
    let stale = Edit {
        expected: "x".into(),
        ..Edit::insert(3, "y")
    };
    assert!(matches!(refused(stale).why, Why::Edit(_)));
    let at = TEXT.find("2.").unwrap();
    let fence = refused(Edit::insert(at, "```\n"));
    assert!(
        matches!(
            fence,
            StoreError {
                why: Why::Structure(4),
                ..
            }
        ),
        "{fence}"
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), TEXT);
    assert_eq!(names(dir.path()), ["2025-12-05-a.md"]);
}

#[test]
fn mode_and_symlink_are_kept() {
    let (dir, path) = workspace(TEXT);
    let far = dir.path().join("far");
    fs::create_dir(&far).unwrap();
    let link = far.join("link.md");
    symlink("../2025-12-05-a.md", &link).unwrap();
    for mode in [0o600, 0o664, 0o755] {
        fs::write(&path, TEXT).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        update(&link, Reach::Anywhere, tick_first).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, mode);
        assert_ne!(fs::read_to_string(&path).unwrap(), TEXT);
    }
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(names(&far), ["link.md"]);
}

/// An access list as Linux keeps it: the owner, user 1234, the group, the mask and the others.
fn access_list() -> Vec<u8> {
    const ANY: u32 = u32::MAX;
    let entries = [
        (1_u16, 6_u16, ANY),
        (2, 4, 1234),
        (4, 4, ANY),
        (16, 4, ANY),
        (32, 0, ANY),
    ];
    let mut bytes = 2_u32.to_le_bytes().to_vec();
    for (tag, rights, who) in entries {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(rights.to_le_bytes());
        bytes.extend(who.to_le_bytes());
    }
    bytes
}

#[test]
fn extended_attributes_and_access_lists_are_kept() {
    use rustix::fs::{XattrFlags, getxattr, listxattr, setxattr};
    let (dir, path) = workspace(TEXT);
    let kept = [
        ("user.origin", "배포".as_bytes().to_vec()),
        ("system.posix_acl_access", access_list()),
    ];
    for (name, value) in &kept {
        if setxattr(&path, *name, value, XattrFlags::empty()).is_err() {
            return; // The file system has none.
        }
    }
    let holds = |name: &str| {
        let mut room = [0; 256];
        let length = getxattr(&path, name, room.as_mut_slice());
        length.map(|length| room[..length].to_vec())
    };
    update(&path, Reach::Anywhere, tick_first).unwrap();
    for (name, value) in &kept {
        assert_eq!(holds(name).as_ref(), Ok(value), "{name}");
    }
    write_output(&path, TEXT.as_bytes()).unwrap();
    assert_eq!(holds("user.origin").as_ref(), Ok(&kept[0].1));
    // What the directory gives to new files is not the old file's.
    let bare = dir.path().join("2025-12-06-b.md");
    fs::write(&bare, TEXT).unwrap();
    let default = "system.posix_acl_default";
    setxattr(dir.path(), default, &access_list(), XattrFlags::empty()).unwrap();
    update(&bare, Reach::Anywhere, tick_first).unwrap();
    assert_eq!(listxattr(&bare, [0; 256].as_mut_slice()), Ok(0));
    assert_eq!(fs::metadata(&bare).unwrap().mode() & 0o777, 0o644);
}

/// The way to what the workspace brings, and how its reading ends.
#[test]
fn what_the_workspace_brings_stays_inside() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path().join("root");
    let outside = temp.path().join("outside");
    for dir in [root.join("a/b"), outside.clone()] {
        fs::create_dir_all(dir).unwrap();
    }
    fs::write(root.join("a/b/x.md"), TEXT).unwrap();
    fs::write(outside.join("x.md"), TEXT).unwrap();
    let mode = rustix::fs::Mode::from_raw_mode(0o600);
    let pipe = root.join("pipe");
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    for (name, to) in [
        ("inside", PathBuf::from("a/b/x.md")),
        ("around", "a/../a/./b/x.md".into()),
        ("whole", root.join("a/b/x.md")),
        ("folder", "a/b".into()),
        ("out", "../outside/x.md".into()),
        ("far", outside.join("x.md")),
        ("passed", "/etc/passwd".into()),
        ("zero", "/dev/zero".into()),
        ("environment", "/proc/self/environ".into()),
        ("folder-out", outside.clone()),
        ("back", "../root/a/b/x.md".into()),
        ("a/up", "../..".into()),
        ("piped", "pipe".into()),
        ("dangling", "nowhere.md".into()),
        ("loop", "loop".into()),
        ("long", "inside".into()),
    ] {
        symlink(to, root.join(name)).unwrap();
    }
    const OUT: &str = "leads out of the workspace";
    for (path, wanted) in [
        ("a/b/x.md", ""),
        ("inside", ""),
        ("around", ""),
        ("whole", ""),
        ("folder/x.md", ""),
        ("long", ""),
        ("a/../inside", ""),
        ("out", OUT),
        ("far", OUT),
        ("passed", OUT),
        ("zero", OUT),
        ("environment", OUT),
        ("folder-out/x.md", OUT),
        ("back", OUT),
        ("a/up/outside/x.md", OUT),
        ("../outside/x.md", OUT),
        ("a/../../outside/x.md", OUT),
        ("pipe", "is no regular file"),
        ("piped", "is no regular file"),
        ("dangling", "does not exist"),
        ("loop", "cannot read"),
        ("a/b", "is a directory"),
        ("folder", "is a directory"),
        ("a/b/x.md/y", "cannot read"),
    ] {
        let path = root.join(path);
        let reach = Reach::Within(&root);
        let read = read_text(&path, reach).map(|_| ());
        let large = read_large_text(&path, reach).map(|_| ());
        let written = update(&path, reach, tick_first).map(|_| ());
        for result in [read, large, written] {
            let told = result.map_or_else(|error| error.to_string(), |()| String::new());
            assert_eq!(told.is_empty(), wanted.is_empty(), "{path:?}: {told}");
            assert!(told.contains(wanted), "{path:?}: {told}");
        }
        let _restored = fs::write(root.join("a/b/x.md"), TEXT);
    }
    assert_eq!(fs::read_to_string(outside.join("x.md")).unwrap(), TEXT);
    let error = read_text(&root.join("out"), Reach::Within(&root)).unwrap_err();
    assert!(error.words().ko.contains("작업 공간 밖"), "{error}");
    // Nothing is made or listed out there either, and what the user names is followed.
    for dir in ["folder-out", "folder-out/new", "a/up/new"] {
        let dir = root.join(dir);
        let made = create_new(&dir, Reach::Within(&root), "new.md", "x");
        assert!(
            matches!(
                made,
                Err(StoreError {
                    why: Why::Outside,
                    ..
                })
            ),
            "{made:?}"
        );
        assert!(matches!(
            list(&dir, Reach::Within(&root)),
            Err(StoreError {
                why: Why::Outside,
                ..
            })
        ));
    }
    assert_eq!(names(&outside), ["x.md"]);
    create_new(&root.join("folder/new"), Reach::Within(&root), "n.md", "x").unwrap();
    assert_eq!(fs::read_to_string(root.join("a/b/new/n.md")).unwrap(), "x");
    assert!(read_text(&root.join("out"), Reach::Anywhere).is_ok());
}

#[test]
fn owner_is_kept() {
    let (_dir, path) = workspace(TEXT);
    if std::os::unix::fs::chown(&path, Some(12345), Some(23456)).is_err() {
        return; // Only root can give a file away.
    }
    update(&path, Reach::Anywhere, tick_first).unwrap();
    let metadata = fs::metadata(&path).unwrap();
    assert_eq!((metadata.uid(), metadata.gid()), (12345, 23456));
}

#[test]
fn what_cannot_be_read_is_said() {
    let (dir, path) = workspace(TEXT);
    let read = |path: &Path| read_text(path, Reach::Anywhere).unwrap_err().to_string();
    assert!(read(&dir.path().join("none.md")).ends_with("none.md does not exist"));
    assert!(read(dir.path()).ends_with("is a directory and not a file"));
    fs::write(&path, b"a\xEA\xB0").unwrap();
    assert!(read(&path).ends_with("the first bad byte is at offset 1"));
    let file = File::create(&path).unwrap();
    file.set_len(MAX_BYTES + 1).unwrap();
    assert!(read(&path).contains("more than 16777216 are not read"));
    file.set_len(MAX_BYTES).unwrap();
    assert_eq!(
        read_text(&path, Reach::Anywhere).unwrap().len() as u64,
        MAX_BYTES
    );
    assert!(update(dir.path(), Reach::Anywhere, tick_first).is_err());
    // Opening a pipe that nobody writes to would never end.
    let pipe = dir.path().join("pipe.md");
    let mode = rustix::fs::Mode::from_raw_mode(0o600);
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    assert!(read(&pipe).ends_with("pipe.md is no regular file"));
    assert!(update(&pipe, Reach::Anywhere, tick_first).is_err());
    assert!(read(Path::new("/dev/zero")).contains("no regular file"));
}

/// As with most editors: a copy made of hard links (a backup) is not changed with the original.
#[test]
fn another_hard_link_keeps_the_old_text() {
    let (dir, path) = workspace(TEXT);
    let backup = dir.path().join("backup");
    fs::hard_link(&path, &backup).unwrap();
    update(&path, Reach::Anywhere, tick_first).unwrap();
    assert_eq!(fs::read_to_string(&backup).unwrap(), TEXT);
    assert_ne!(fs::read_to_string(&path).unwrap(), TEXT);
}

#[test]
fn what_killed_runs_left_is_cleared() {
    let (dir, path) = workspace(TEXT);
    for left in [
        ".report-0123456789ab.tmp",
        ".report-of-mine.tmp",
        "report.tmp",
    ] {
        fs::write(dir.path().join(left), "old").unwrap();
    }
    update(&path, Reach::Anywhere, tick_first).unwrap();
    let kept = [".report-of-mine.tmp", "2025-12-05-a.md", "report.tmp"];
    assert_eq!(names(dir.path()), kept);
}

#[test]
fn a_change_meanwhile_is_seen_and_tried_once_more() {
    let (dir, path) = workspace(TEXT);
    let mut calls = 0;
    let result = update::<StoreError>(&path, Reach::Anywhere, |text| {
        calls += 1;
        if calls == 1 {
            fs::write(&path, format!("{text}\n4. ⏳ 라\n")).unwrap();
        }
        Ok(tick(text, 0))
    });
    let expected = format!("{TEXT}\n4. ⏳ 라\n").replacen('⏳', "✅", 1);
    assert_eq!((calls, result.unwrap().after), (2, expected.clone()));
    assert_eq!(fs::read_to_string(&path).unwrap(), expected);

    let result = update::<StoreError>(&path, Reach::Anywhere, |text| {
        fs::write(&path, format!("{text}.")).unwrap();
        Ok(tick(text, 0))
    });
    assert!(matches!(
        result,
        Err(StoreError {
            why: Why::Changed,
            ..
        })
    ));
    assert_eq!(fs::read_to_string(&path).unwrap(), format!("{expected}.."));
    assert_eq!(names(dir.path()), ["2025-12-05-a.md"]);
}

#[test]
fn a_step_that_fails_leaves_old_or_new_bytes_and_no_litter() {
    let (dir, path) = workspace(TEXT);
    let new = TEXT.replacen('⏳', "✅", 1);
    const ENOSPC: i32 = 28;
    for failing in STEPS {
        fs::write(&path, TEXT).unwrap();
        let mut reached = false;
        let result = update_with(&path, Reach::Anywhere, tick_first, &mut |step| {
            reached |= step == failing;
            if step == failing {
                Err(io::Error::from_raw_os_error(ENOSPC))
            } else {
                Ok(())
            }
        });
        assert!(reached, "{failing:?}");
        let is_replaced = matches!(failing, Step::Replaced | Step::DirectoryFlushed);
        let error = result.unwrap_err();
        // After the replacing it is not said that nothing was changed: the new text is there.
        assert_eq!(
            matches!(
                error,
                StoreError {
                    why: Why::Unflushed(_),
                    ..
                }
            ),
            is_replaced,
            "{failing:?}: {error}"
        );
        for hint in [error.hint().ko, error.hint().en] {
            let nothing =
                hint.contains("nothing was changed") || hint.contains("바뀐 것은 없습니다");
            assert_eq!(nothing, !is_replaced, "{failing:?}: {hint}");
        }
        let expected = if is_replaced { &new } else { TEXT };
        assert_eq!(fs::read_to_string(&path).unwrap(), expected, "{failing:?}");
        assert_eq!(names(dir.path()), ["2025-12-05-a.md"], "{failing:?}");
    }
}

/// Runs one of the tests below as a child, which does what `job` says.
fn child(test: &str, job: &str, path: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", &format!("store::tests::{test}"), "--nocapture"])
        .env("STORE_TEST_JOB", job)
        .env("STORE_TEST_PATH", path)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn job() -> Option<(String, PathBuf)> {
    let job = std::env::var("STORE_TEST_JOB").ok()?;
    Some((job, std::env::var_os("STORE_TEST_PATH")?.into()))
}

#[test]
fn a_killed_run_leaves_old_or_new_bytes() {
    if let Some((job, path)) = job() {
        let deadly: usize = job.parse().unwrap();
        let killed = update_with(&path, Reach::Anywhere, tick_first, &mut |step| {
            if step == STEPS[deadly] {
                std::process::abort();
            }
            Ok(())
        });
        panic!("step {deadly} was not reached: {killed:?}");
    }
    use std::os::unix::process::ExitStatusExt;
    let (dir, path) = workspace(TEXT);
    for (index, step) in STEPS.iter().enumerate() {
        fs::write(&path, TEXT).unwrap();
        let mut run = child(
            "a_killed_run_leaves_old_or_new_bytes",
            &index.to_string(),
            &path,
        );
        assert!(run.status().unwrap().signal().is_some(), "{step:?}");
        let text = fs::read_to_string(&path).unwrap();
        let new = TEXT.replacen('⏳', "✅", 1);
        let is_replaced = matches!(step, Step::Replaced | Step::DirectoryFlushed);
        assert_eq!(
            text,
            if is_replaced { new.as_str() } else { TEXT },
            "{step:?}"
        );
        // What it may leave is no record, and the next run clears it.
        assert_eq!(
            list(dir.path(), Reach::Anywhere).unwrap().len(),
            1,
            "{step:?}"
        );
        update(&path, Reach::Anywhere, tick_first).unwrap();
        assert_eq!(names(dir.path()), ["2025-12-05-a.md"], "{step:?}");
    }
}

#[test]
fn parallel_threads_lose_nothing() {
    for writers in [2, 8] {
        let text: String = (0..writers)
            .map(|n| format!("{n}. ⏳ item {n}\n"))
            .collect();
        let (_dir, path) = workspace(&text);
        std::thread::scope(|scope| {
            for writer in 0..writers {
                let path = &path;
                scope.spawn(move || {
                    update(path, Reach::Anywhere, |text| mine(text, writer)).unwrap()
                });
            }
        });
        assert_eq!(fs::read_to_string(&path).unwrap(), text.replace('⏳', "✅"));
    }
}

fn mine(text: &str, writer: usize) -> Result<Vec<Edit>, StoreError> {
    let at = text.find(&format!("{writer}. ⏳")).expect("my item") + 3;
    Ok(vec![Edit::replace(text, Span::new(at, at + 3), "✅")])
}

#[test]
fn parallel_processes_lose_nothing() {
    if let Some((job, path)) = job() {
        let writer = job.parse().unwrap();
        update(&path, Reach::Anywhere, |text| mine(text, writer)).unwrap();
        return;
    }
    for writers in [2, 8] {
        let text: String = (0..writers)
            .map(|n| format!("{n}. ⏳ item {n}\r\n"))
            .collect();
        let (dir, path) = workspace(&text);
        let children: Vec<_> = (0..writers)
            .map(|writer| {
                let test = "parallel_processes_lose_nothing";
                child(test, &writer.to_string(), &path).spawn().unwrap()
            })
            .collect();
        for mut child in children {
            assert!(child.wait().unwrap().success());
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), text.replace('⏳', "✅"));
        assert_eq!(names(dir.path()).len(), 1);
    }
}

#[test]
fn a_write_that_stops_in_the_middle_is_undone() {
    let long = format!("{TEXT}\n\n{}", "가나다라 ".repeat(40_000));
    if let Some((_, path)) = job() {
        let result = update(&path, Reach::Anywhere, tick_first);
        assert!(result.is_err());
        return;
    }
    let (dir, path) = workspace(&long);
    let exe = std::env::current_exe().unwrap();
    // A limit on the size of files stands for a full disk: the write stops after some bytes.
    let status = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 200; exec \"$0\" \"$@\""])
        .arg(exe)
        .args([
            "--exact",
            "store::tests::a_write_that_stops_in_the_middle_is_undone",
        ])
        .env("STORE_TEST_JOB", "write")
        .env("STORE_TEST_PATH", &path)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    assert_eq!(fs::read_to_string(&path).unwrap(), long);
    assert_eq!(names(dir.path()), ["2025-12-05-a.md"]);
}

#[test]
fn without_permission_the_record_is_intact() {
    let (dir, path) = workspace(TEXT);
    fs::set_permissions(&path, Permissions::from_mode(0o444)).unwrap();
    if OpenOptions::new().write(true).open(&path).is_ok() {
        return; // Root may do everything.
    }
    let error = update(&path, Reach::Anywhere, tick_first).unwrap_err();
    assert!(matches!(error.why, Why::Denied(Action::Write)), "{error}");
    fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
    fs::set_permissions(dir.path(), Permissions::from_mode(0o555)).unwrap();
    let error = update(&path, Reach::Anywhere, tick_first).unwrap_err();
    assert!(matches!(error.why, Why::Denied(_)), "{error}");
    fs::set_permissions(dir.path(), Permissions::from_mode(0o755)).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), TEXT);
    assert_eq!(names(dir.path()), ["2025-12-05-a.md"]);
}

#[test]
fn new_records_overwrite_nothing() {
    let (dir, _) = workspace(TEXT);
    let records = dir.path().join("new/deployments");
    let create = |name: &str, text: &str| {
        create_new(&records, Reach::Within(dir.path()), name, text).unwrap()
    };
    let nfd: String =
        unicode_normalization::UnicodeNormalization::nfd("2025-12-05-배포.md").collect();
    assert_eq!(create(&nfd, "1"), records.join("2025-12-05-배포.md"));
    assert_eq!(
        create("2025-12-05-배포.md", "2"),
        records.join("2025-12-05-배포-2.md")
    );
    assert_eq!(
        create("2025-12-05-배포.md", "3"),
        records.join("2025-12-05-배포-3.md")
    );
    fs::write(records.join(nfd.replace("12-05", "12-06")), "x").unwrap();
    assert_eq!(
        create("2025-12-06-배포.md", "4"),
        records.join("2025-12-06-배포-2.md")
    );
    fs::create_dir(records.join("2025-12-07-d.md")).unwrap();
    assert_eq!(
        create("2025-12-07-d.md", "5"),
        records.join("2025-12-07-d-2.md")
    );
    symlink("nowhere", records.join("2025-12-08-s.md")).unwrap();
    assert_eq!(
        create("2025-12-08-s.md", "6"),
        records.join("2025-12-08-s-2.md")
    );
    assert_eq!(
        fs::read_to_string(records.join("2025-12-05-배포.md")).unwrap(),
        "1"
    );
    assert!(!records.join("nowhere").exists());
    let mode = fs::metadata(records.join("2025-12-05-배포.md"))
        .unwrap()
        .mode();
    assert_eq!(mode & 0o600, 0o600);
    assert!(names(&records).iter().all(|name| !name.ends_with(".tmp")));
}

#[test]
fn parallel_new_records_all_arrive() {
    let (dir, _) = workspace(TEXT);
    std::thread::scope(|scope| {
        for n in 0..8 {
            let dir = dir.path();
            scope.spawn(move || {
                create_new(dir, Reach::Anywhere, "2025-12-06-b.md", &n.to_string()).unwrap()
            });
        }
    });
    let mut texts: Vec<String> = list(dir.path(), Reach::Anywhere).unwrap()[1..]
        .iter()
        .map(|record| fs::read_to_string(&record.path).unwrap())
        .collect();
    texts.sort();
    assert_eq!(texts, ["0", "1", "2", "3", "4", "5", "6", "7"]);
}

#[test]
fn records_are_listed_by_name() {
    let (dir, _) = workspace(TEXT);
    let nfd: String =
        unicode_normalization::UnicodeNormalization::nfd("2025-12-04-가.md").collect();
    for name in [
        nfd.as_str(),
        "README.md",
        "2025-12-05-a.txt",
        "2025-12-5-b.md",
        "2025-13-05-c.md",
        "2025-12-05-.md",
        "2025-12-05.md",
        ".2025-12-05-a.md.swp",
        "+025-12-05-x.md",
        "2025-12-05-Z.md",
        "한글.md",
    ] {
        fs::write(dir.path().join(name), "").unwrap();
    }
    fs::create_dir(dir.path().join("2025-12-05-dir.md")).unwrap();
    let records = list(dir.path(), Reach::Anywhere).unwrap();
    let names: Vec<&str> = records.iter().map(|record| record.name.as_str()).collect();
    assert_eq!(
        names,
        ["2025-12-04-가.md", "2025-12-05-Z.md", "2025-12-05-a.md"]
    );
    assert_eq!(records[0].slug, "가");
    assert_eq!(
        records[0].date,
        NaiveDate::from_ymd_opt(2025, 12, 4).unwrap()
    );
    assert_eq!(
        locate(&dir.path().join("2025-12-04-가.md")),
        dir.path().join(&nfd)
    );
    assert_eq!(locate(Path::new("none/x.md")), Path::new("none/x.md"));
    assert!(matches!(
        list(&dir.path().join("none"), Reach::Anywhere),
        Err(StoreError {
            why: Why::NotFound,
            ..
        })
    ));
}

#[test]
fn outputs_replace_files_and_go_into_devices() {
    let (dir, path) = workspace(TEXT);
    fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
    write_output(&path, b"\xFF1").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"\xFF1");
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o640);
    let new = dir.path().join("out/run.har");
    write_output(&new, b"2").unwrap();
    assert_eq!(fs::read(&new).unwrap(), b"2");
    write_output(Path::new("/dev/null"), b"3").unwrap();
    assert!(write_output(Path::new("/dev/full"), b"3").is_err());
    assert!(write_output(dir.path(), b"4").is_err());
    assert_eq!(names(new.parent().unwrap()), ["run.har"]);
}
