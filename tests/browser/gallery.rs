//! Every page of ours in every state, as the unit tests agreed on them (`src/*/pages/snapshots`), served by an app.

use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path as Named, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;

use crate::support::{World, WorldBuilder};

/// Where a page is, and its HTML.
pub type Pages = BTreeMap<String, String>;

/// A page that no one should ever see: an image without words, grey on white, a line that does not break, a word and a
/// choice that have no room, and cards without a gap.
pub const BAD_PAGE: &str = "/bad";
const BAD: &str = "<!doctype html><html lang=en><title>Bad</title><main><h1>Bad</h1><img src=/assets/mark.svg>\
    <p style='color: #ccc; background: #fff'>unreadable</p><pre>a line that is far too wide for the screen of a phone\
    </pre><p style='width: 3rem; overflow-wrap: anywhere'>Unterbrechung</p>\
    <select style='width: 5rem'><option>nothing of the kind</select><div class=card>one</div><div class=card>two</div></main></html>";

/// Whose pages there are, and at least how many.
#[derive(Clone, Copy)]
pub struct Room {
    name: &'static str,
    snapshots: &'static str,
    at_least: usize,
}

impl Room {
    pub const PORTAL: Self = Self {
        name: "portal",
        snapshots: "src/portal/pages/snapshots",
        at_least: 84,
    };
    pub const AGENT: Self = Self {
        name: "agent",
        snapshots: "src/reserved/pages/snapshots",
        at_least: 30,
    };

    fn pages(self) -> Pages {
        let read = |entry: fs::DirEntry| {
            let text = fs::read_to_string(entry.path()).unwrap();
            let html = text.find("<!doctype html>").map(|at| text[at..].to_owned())?;
            let file = entry.file_name().into_string().unwrap();
            Some((
                format!("/{}/{}", self.name, file.strip_suffix(".snap").unwrap()),
                html,
            ))
        };
        let entries = fs::read_dir(source(self.snapshots)).unwrap();
        let pages: Pages = entries.filter_map(|entry| read(entry.unwrap())).collect();
        assert!(pages.len() >= self.at_least, "only {} pages", pages.len());
        pages
    }
}

/// A gateway in front of the gallery: it serves the files that the agent's pages load, as always.
pub async fn open(room: Room) -> (World, Pages) {
    let pages = room.pages();
    let address = serve(pages.clone()).await;
    let world = WorldBuilder::new()
        .upstream(&format!("[\"http://{address}\"]"))
        .site("visitors = \"pass\"\nelsewhere = \"full\"")
        .start()
        .await;
    (world, pages)
}

fn source(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

async fn serve(pages: Pages) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new()
        .route("/assets/{name}", get(asset))
        .route(BAD_PAGE, get(Html(BAD)))
        .route("/{room}/{name}", get(page))
        .with_state(Arc::new(pages));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

async fn page(
    State(pages): State<Arc<Pages>>,
    Named((room, name)): Named<(String, String)>,
) -> Result<Html<String>, StatusCode> {
    let page = pages.get(&format!("/{room}/{name}")).cloned();
    page.map(Html).ok_or(StatusCode::NOT_FOUND)
}

async fn asset(Named(name): Named<String>) -> Response {
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        _ => "image/svg+xml",
    };
    let rooms = ["src/portal/assets", "src/reserved/assets", "src/web/assets"];
    let found = rooms
        .iter()
        .find_map(|room| fs::read(source(room).join(&name)).ok());
    found.map_or_else(
        || StatusCode::NOT_FOUND.into_response(),
        |body| ([(header::CONTENT_TYPE, kind)], body).into_response(),
    )
}
