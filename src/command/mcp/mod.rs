//! `report mcp`: the commands for AI assistants, over the Model Context Protocol on stdin and stdout
//! (<https://modelcontextprotocol.io/specification/2025-11-25>). Nothing else is ever written to stdout. Each
//! call works on a thread of its own, with settings resolved anew, below the root that was fixed at the start.

mod answer;
mod prompts;
mod resources;
mod tools;

use crate::both;
use crate::collect::access::Stop;
use crate::collect::cluster::plugin;
use crate::collect::seam::log::RequestLog;
use crate::command::asking::runtime;
use crate::command::fault;
use crate::command::records;
use crate::console::Console;
use crate::error::{Error, exit};
use crate::facts::lang::Lang;
use crate::settings::{Approval, Environment, Flags, Settings, Trust, resolve};
use crate::store::{self, Reach};
use clap::Args;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, ErrorData, GetPromptRequestParams, GetPromptResponse,
    Implementation, ListPromptsResult, ListResourceTemplatesResult, ListResourcesResult,
    ListToolsResult, PaginatedRequestParams, ProgressNotificationParam, ProgressToken,
    ReadResourceRequestParams, ReadResourceResponse, ServerCapabilities, ServerConfig,
};
use rmcp::service::{Peer, RequestContext, RoleServer};
use rmcp::{ServerHandler, ServiceExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// `report mcp`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report mcp                    what an assistant may read and judge\n  report mcp --write            new records and verdicts, too\n  report mcp --root ~/work/platform\n\nSettings of assistants: docs/assistants.md"
)]
pub(crate) struct McpArgs {
    /// Also let the assistant write records and verdicts
    #[arg(long)]
    pub write: bool,
}

/// How long a file that is being written is waited for, once nobody listens any more.
const PATIENCE: Duration = Duration::from_millis(500);
/// Progress is told no more often.
const PAUSE: Duration = Duration::from_millis(200);

/// `report mcp`.
pub(super) fn serve(
    args: &McpArgs,
    flags: Flags,
    settings: &Settings,
    environment: &Environment,
) -> Result<u8, Error> {
    let root = settings.root.canonicalize();
    let server = Server(Arc::new(Base {
        flags: Flags {
            root: Some(root.unwrap_or_else(|_| settings.root.clone())),
            ..flags
        },
        environment: Environment {
            stdout_terminal: false,
            stderr_terminal: false,
            stdin_terminal: false,
            ..environment.clone()
        },
        write: args.write,
        lang: settings.lang,
        approval: settings.approval.clone(),
    }));
    let runtime = runtime()?;
    let served = runtime.block_on(async {
        let running = server
            .serve((tokio::io::stdin(), tokio::io::stdout()))
            .await?;
        let _reason = running.waiting().await;
        Ok::<_, rmcp::service::ServerInitializeError>(())
    });
    // Nobody waits for what is still asked; what is being put in place of a file is let finish.
    runtime.shutdown_background();
    plugin::end_all();
    store::let_finish(PATIENCE);
    match served {
        Ok(()) | Err(rmcp::service::ServerInitializeError::ConnectionClosed(_)) => Ok(exit::OK),
        Err(error) => Err(Error::user(both!(
            "MCP 클라이언트가 연결을 시작하지 않았습니다",
            "no MCP client opened a session"
        ))
        .because(&error)
        .hinted(both!(
            "`report mcp`는 AI 도우미가 시작합니다: `report init --agent`가 그 설정을 씁니다",
            "an AI assistant starts `report mcp`: `report init --agent` writes its settings"
        ))),
    }
}

/// What is fixed at the start.
struct Base {
    flags: Flags,
    environment: Environment,
    write: bool,
    lang: Lang,
    /// Of the configuration as it was when a person started the server.
    approval: Option<Approval>,
}

/// The server.
#[derive(Clone)]
struct Server(Arc<Base>);

/// What one call works with.
struct Call {
    base: Arc<Base>,
    stop: Stop,
    told: UnboundedSender<()>,
}

impl Call {
    /// The settings as they are now. An assistant can write files: a configuration that is no longer what it was at
    /// the start says no more where credentials go than that of another checkout.
    fn settings(&self, lang: Option<&str>) -> Result<Settings, Error> {
        let mut flags = self.base.flags.clone();
        flags.lang = lang.map(str::to_owned).or(flags.lang);
        let mut environment = self.base.environment.later();
        let mut settings = resolve(&flags, &environment)?;
        if settings.approval != self.base.approval && settings.trust != Trust::Approved {
            flags.near = settings.config_path.take();
            flags.root = None;
            environment.directory = Some(PathBuf::from("/"));
            settings = resolve(&flags, &environment)?;
        }
        settings.access.stop = self.stop.clone();
        let told = self.told.clone();
        settings.access.log = Some(RequestLog::new(move |_| {
            // Nobody may be listening.
            let _told = told.send(());
        }));
        Ok(settings)
    }

    /// A console that asks nobody and shows nothing.
    fn console(&self, settings: &Settings) -> Console {
        let mut console = Console::new(&self.base.environment, Some(false), true, 0);
        console.lang = settings.lang;
        console
    }
}

/// A file of the workspace by the path that an assistant gave: relative to the root, or a record's bare name.
/// That it lies inside, links and all, is seen again where it is opened.
fn inside(path: &str, settings: &Settings) -> Result<PathBuf, Error> {
    let place = settings.root.join(path);
    let leaves = place
        .components()
        .any(|part| part == std::path::Component::ParentDir);
    if leaves || !place.starts_with(&settings.root) {
        return Err(Error::user(both!(
            "{path}: 작업 공간 밖입니다",
            "{path} lies outside of the workspace"
        ))
        .hinted(both!(
            "작업 공간의 루트에서 시작하는 상대 경로를 쓰세요; `list_records`가 기록의 경로를 알려 줍니다",
            "use a path relative to the workspace's root; `list_records` tells those of records"
        )));
    }
    let bare = Path::new(path).components().count() == 1;
    match records::named_record(&place, settings) {
        Err(_) if bare => records::named_record(Path::new(path), settings),
        found => found,
    }
}

/// A text of the workspace, and the path by which it is shown.
fn read(path: &str, settings: &Settings) -> Result<(String, String), Error> {
    let place = inside(path, settings)?;
    let text = store::read_text(&place, Reach::Within(&settings.root))?;
    let shown = crate::command::verify::shown(&place, &settings.root);
    Ok((shown, text))
}

impl Server {
    /// Does some work on a thread of its own, tells its progress, and gives it up when it is cancelled.
    async fn working<T: Send + 'static>(
        &self,
        context: &RequestContext<RoleServer>,
        work: impl FnOnce(&Call) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (held, stop) = Stop::new();
        let (told, heard) = unbounded_channel();
        let call = Call {
            base: Arc::clone(&self.0),
            stop,
            told,
        };
        let working = tokio::task::spawn_blocking(move || {
            fault::caught(|| work(&call)).and_then(std::convert::identity)
        });
        let token = context.meta.get_progress_token();
        let done = tokio::select! {
            done = working => done,
            () = context.ct.cancelled() => return Err(cancelled()),
            () = progress(token, heard, &context.peer, self.0.lang) => return Err(cancelled()),
        };
        drop(held);
        done.unwrap_or_else(|error| {
            Err(
                Error::internal(both!("작업을 마치지 못했습니다", "the work did not end"))
                    .because(&error),
            )
        })
    }

    /// The same for what has no result of its own for a failure.
    async fn asked<T: Send + 'static>(
        &self,
        context: &RequestContext<RoleServer>,
        work: impl FnOnce(&Call) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, ErrorData> {
        let lang = self.0.lang;
        let done = self.working(context, work).await;
        done.map_err(|error| ErrorData::invalid_params(error.line(lang), None))
    }
}

fn cancelled() -> Error {
    Error::user(both!("취소되었습니다", "it was cancelled"))
}

/// Tells how many answers have come in, if somebody wants to know. Never ends.
async fn progress(
    token: Option<ProgressToken>,
    mut heard: UnboundedReceiver<()>,
    peer: &Peer<RoleServer>,
    lang: Lang,
) {
    let mut count = 0_u32;
    while heard.recv().await.is_some() {
        count += 1;
        while heard.try_recv().is_ok() {
            count += 1;
        }
        if let Some(token) = &token {
            let message = lang.pick(
                format!("답 {count}개를 받았습니다"),
                format!("{count} answers so far"),
            );
            let told = ProgressNotificationParam::new(token.clone(), f64::from(count));
            // Whoever no longer listens is not told.
            let _sent = peer.notify_progress(told.with_message(message)).await;
        }
        tokio::time::sleep(PAUSE).await;
    }
    std::future::pending().await
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_resources()
            .enable_prompts()
            .build();
        ServerConfig::new(capabilities)
            .with_server_info(Implementation::new("report", env!("CARGO_PKG_VERSION")))
            .with_instructions(answer::instructions(self.0.lang))
    }

    async fn list_tools(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools::listed(self.0.write)))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let Some(tool) = tools::find(&request.name) else {
            let name = &request.name;
            return Err(ErrorData::invalid_params(
                format!("unknown tool: {name}"),
                None,
            ));
        };
        let arguments = request.arguments.unwrap_or_default();
        let done = self
            .working(&context, move |call| tools::run(tool, arguments, call))
            .await;
        let result = match done {
            Ok(answer) => answer.result(),
            Err(error) => answer::failed(&error, self.0.lang),
        };
        Ok(result.into())
    }

    async fn list_resources(
        &self,
        _request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let all = self.asked(&context, resources::listed).await?;
        Ok(ListResourcesResult::with_all_items(all))
    }

    async fn list_resource_templates(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        Ok(ListResourceTemplatesResult::with_all_items(vec![
            resources::template(self.0.lang),
        ]))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let lang = self.0.lang;
        let uri = request.uri;
        let done = self.working(&context, move |call| resources::read(&uri, call));
        let done = done.await;
        done.map(Into::into)
            .map_err(|error| ErrorData::resource_not_found(error.line(lang), None))
    }

    async fn list_prompts(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        Ok(ListPromptsResult::with_all_items(prompts::listed(
            self.0.lang,
        )))
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        let arguments = request.arguments.unwrap_or_default();
        let name = request.name;
        let done = self.asked(&context, move |call| prompts::made(&name, &arguments, call));
        Ok(done.await?.into())
    }
}
