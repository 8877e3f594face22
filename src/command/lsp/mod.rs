//! `report lsp`: what `explain --strict` finds, in an editor, over the Language Server Protocol
//! (<https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/>) on stdin and
//! stdout. One message after the other, no network; everything that is told comes from `explain`.

mod editor;

use crate::both;
use crate::command::fault;
use crate::error::{Error, exit};
use crate::settings::{Environment, Flags, Settings};
use clap::Args;
use editor::Editor;
use lsp_server::{Connection, Message, Notification, ProtocolError, Response};
use serde_json::{Value, json};

/// `report lsp`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report lsp                    an editor starts it: docs/assistants.md"
)]
pub(crate) struct LspArgs {
    /// What editors say of every server; it is the only way
    #[arg(long)]
    pub stdio: bool,
}

/// What the server does.
fn capabilities() -> Value {
    json!({
        "positionEncoding": "utf-16",
        "textDocumentSync": {"openClose": true, "change": 1, "save": true},
        "hoverProvider": true,
        "codeActionProvider": {"codeActionKinds": ["quickfix"]},
        "completionProvider": {"triggerCharacters": [" "]},
    })
}

/// `report lsp`.
pub(super) fn serve(
    flags: Flags,
    settings: &Settings,
    environment: &Environment,
) -> Result<u8, Error> {
    let (connection, threads) = Connection::stdio();
    let served = answered(&connection, Editor::new(flags, settings, environment));
    drop(connection);
    let gone = threads.join();
    match (served, gone) {
        (Ok(status), _) => Ok(status),
        (Err(error), _) => Err(Error::user(both!(
            "편집기와의 연결이 끊겼습니다",
            "the connection to the editor broke"
        ))
        .because(&error)
        .hinted(both!(
            "`report lsp`는 편집기가 시작합니다: docs/assistants.md",
            "an editor starts `report lsp`: docs/assistants.md"
        ))),
    }
}

fn answered(connection: &Connection, mut editor: Editor) -> Result<u8, ProtocolError> {
    let (id, _) = connection.initialize_start()?;
    let about = json!({"name": "report", "version": env!("CARGO_PKG_VERSION")});
    connection.initialize_finish(
        id,
        json!({"capabilities": capabilities(), "serverInfo": about}),
    )?;
    let mut status = exit::FAILED;
    for message in &connection.receiver {
        match message {
            Message::Request(request) => {
                if connection.handle_shutdown(&request)? {
                    status = exit::OK;
                    break;
                }
                let id = request.id.clone();
                let answer = fault::caught(|| editor.answer(&request.method, &request.params));
                let response = match answer {
                    Ok(Some(value)) => Response::new_ok(id, value),
                    Ok(None) => Response::new_err(
                        id,
                        lsp_server::ErrorCode::MethodNotFound as i32,
                        request.method,
                    ),
                    Err(error) => Response::new_err(
                        id,
                        lsp_server::ErrorCode::InternalError as i32,
                        error.to_string(),
                    ),
                };
                if connection.sender.send(response.into()).is_err() {
                    break;
                }
            }
            Message::Notification(told) => editor.told(&told.method, &told.params),
            Message::Response(_) => {}
        }
        // What is still being typed is not looked at.
        if !connection.receiver.is_empty() {
            continue;
        }
        for found in editor.found() {
            let told = Notification::new("textDocument/publishDiagnostics".to_owned(), found);
            if connection.sender.send(told.into()).is_err() {
                break;
            }
        }
    }
    Ok(status)
}
