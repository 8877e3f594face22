use super::*;

const ALL: [Agent; 4] = [Agent::Kiro, Agent::Claude, Agent::Cursor, Agent::Copilot];

fn applied(settings: &Settings, text: &str) -> Option<String> {
    match settings.merged(text) {
        Merged::Added(edit) => Some(crate::record::edit::apply(text, &[edit]).unwrap()),
        Merged::Same => Some(text.to_owned()),
        Merged::Left => None,
    }
}

#[test]
fn each_assistant_starts_the_server_from_its_own_file() {
    let plain = Found::default();
    let below = Found {
        prefix: "team a/".into(),
        ..Found::default()
    };
    for (agent, path, key, args, args_below) in [
        (
            Agent::Kiro,
            ".kiro/settings/mcp.json",
            "mcpServers",
            vec!["mcp"],
            vec!["mcp"],
        ),
        (
            Agent::Claude,
            ".mcp.json",
            "mcpServers",
            vec!["mcp"],
            vec!["mcp", "--root", "team a"],
        ),
        (
            Agent::Cursor,
            ".cursor/mcp.json",
            "mcpServers",
            vec!["mcp", "--root", "${workspaceFolder}"],
            vec!["mcp", "--root", "${workspaceFolder}/team a"],
        ),
        (
            Agent::Copilot,
            ".vscode/mcp.json",
            "servers",
            vec!["mcp", "--root", "${workspaceFolder}"],
            vec!["mcp", "--root", "${workspaceFolder}/team a"],
        ),
    ] {
        for (found, args) in [(&plain, &args), (&below, &args_below)] {
            let settings = settings(agent, found);
            assert_eq!(settings.path, path);
            let value: Value = serde_json::from_str(&settings.text()).unwrap();
            assert_eq!(value[key]["report"]["command"], "report");
            assert_eq!(value[key]["report"]["args"], json!(args));
        }
    }
}

#[test]
fn what_is_there_stays_byte_for_byte() {
    for agent in ALL {
        let settings = settings(agent, &Found::default());
        let key = settings.key;
        for text in [
            "".to_owned(),
            "{}".to_owned(),
            "{\n}\n".to_owned(),
            format!("{{\"{key}\":{{}}}}"),
            format!("{{\"{key}\": {{\n  }}\n}}\n"),
            format!("{{\r\n\t\"{key}\" :\r\n\t{{ \"other\": {{\"command\": \"x\"}} }} }}"),
            format!(
                "{{\"inputs\": [{{\"{key}\": {{\"a\": 1}}}}], \"x\": \"\\\"{key}\\\": {{\", \"{key}\": {{\"other\": {{}}}}}}"
            ),
            format!(
                "\n {{ \"n\": 1.0, \"big\": 12345678901234567890, \"{key}\": {{\"다른\": {{}}}}}}"
            ),
            "{\"other\": {\"report\": {}}}".to_owned(),
        ] {
            let after = applied(&settings, &text).unwrap_or_else(|| panic!("{text}"));
            let value: Value = serde_json::from_str(&after).unwrap();
            assert_eq!(value[key]["report"]["command"], "report", "{after}");
            let mut left = text.chars();
            let mut wanted = left.next();
            for c in after.chars() {
                if Some(c) == wanted {
                    wanted = left.next();
                }
            }
            assert_eq!(wanted, None, "{after}");
            assert_eq!(settings.merged(&after), Merged::Same);
        }
    }
}

#[test]
fn what_is_no_such_json_is_left() {
    for agent in ALL {
        let settings = settings(agent, &Found::default());
        let key = settings.key;
        for text in [
            format!("{{\n  // ours\n  \"{key}\": {{}}\n}}"),
            format!("{{\"{key}\": {{}},}}"),
            format!("{{\"{key}\": []}}"),
            format!("{{\"{key}\": null}}"),
            format!("{{\"{key}\": {{"),
            "[]".to_owned(),
            "\"x\"".to_owned(),
            "\u{feff}{}".to_owned(),
            // A key by another spelling, or twice: nobody can say which.
            format!(
                "{{\"\\u{:04x}{}\": {{}}}}",
                u32::from(key.as_bytes()[0]),
                &key[1..]
            ),
            format!("{{\"{key}\": {{\"a\": {{}}}}, \"{key}\": {{}}}}"),
        ] {
            assert_eq!(settings.merged(&text), Merged::Left, "{text}");
        }
    }
}
