//! JupyterLab: a web application that nobody here wrote, with its own login, many assets, large files and WebSockets.

use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::{Child, Command};

use crate::patience::until;
use crate::support::installed;

/// What its login page asks for.
pub const TOKEN: &str = "a-token-that-only-ann-knows";

/// Larger than all buffers between the file and the page together.
pub const LARGE: u64 = 512 * 1024 * 1024;

/// What a support agent may see of a JupyterLab. Whoever may run code can read every file by that: a real policy
/// that hides files hides terminals and kernels too.
pub const SITE: &str = r#"
elsewhere = "hidden"

[[site.scope]]
name = "lab"
label = "JupyterLab itself"
default = "full"
match = [
  { path = "/" }, { path = "/login" }, { path = "/logout" }, { path = "/favicon.ico" },
  { path = "/static/**" }, { path = "/lab/**" }, { path = "/custom/**" }, { path = "/lsp/**" },
  { path = "/api" }, { path = "/api/me" }, { path = "/api/config/**" }, { path = "/api/events/**" },
  { path = "/api/security/**" },
]

[[site.scope]]
name = "notebooks"
label = "Notebooks"
default = "full"
match = [
  { path = "/api/contents/**" }, { path = "/files/**" }, { path = "/nbconvert/**" }, { path = "/api/nbconvert/**" },
  { path = "/api/kernels/**" }, { path = "/api/kernelspecs/**" }, { path = "/kernelspecs/**" },
  { path = "/api/sessions/**" },
]

[[site.scope]]
name = "terminals"
label = "Terminals"
default = "full"
match = [{ path = "/terminals/**" }, { path = "/api/terminals/**" }]

[[site.scope]]
name = "private-files"
label = "Private files"
offer = false
match = [{ path = "/**/private/**" }]
"#;

pub struct Jupyter {
    port: u16,
    _server: Child,
    _dir: TempDir,
}

impl Jupyter {
    /// With a notebook and a large file in `work`, text in `My Notes`, and a secret in `private`.
    pub async fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let files = dir.path().join("files");
        write_files(&files);
        let server = Command::new(installed("jupyter-lab"))
            .args([
                "--no-browser",
                "--allow-root",
                "--ServerApp.ip=127.0.0.1",
                "--ServerApp.port=0",
            ])
            .args([
                "--ServerApp.allow_remote_access=True",
                "--ServerApp.trust_xheaders=True",
            ])
            .args([
                "--ServerApp.terminals_enabled=True",
                "--ServerApp.terminado_settings=shell_command=['/bin/sh']",
            ])
            .arg("--ServerApp.tornado_settings=compress_response=yes")
            // It stays off the network.
            .args([
                "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
                "--LabApp.news_url=None",
            ])
            .arg("--LabApp.extension_manager=readonly")
            .arg(format!("--IdentityProvider.token={TOKEN}"))
            .arg(format!("--ServerApp.root_dir={}", files.display()))
            .env("HOME", dir.path())
            .env("JUPYTER_CONFIG_DIR", dir.path().join("config"))
            .env("JUPYTER_DATA_DIR", dir.path().join("data"))
            .env("JUPYTER_RUNTIME_DIR", dir.path().join("runtime"))
            .env("IPYTHONDIR", dir.path().join("ipython"))
            .current_dir(dir.path())
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(dir.path().join("log")).unwrap())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("JupyterLab does not start: {error}; tests/run installs it"));
        let port = until("JupyterLab's port", async || port_in(&dir.path().join("runtime"))).await;
        until("JupyterLab", async || {
            tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok()
        })
        .await;
        Self {
            port,
            _server: server,
            _dir: dir,
        }
    }

    /// For the site's `upstream`.
    pub fn upstream(&self) -> String {
        format!("[\"http://127.0.0.1:{}\"]", self.port)
    }
}

fn write_files(root: &Path) {
    for folder in ["work", "My Notes", "private"] {
        std::fs::create_dir_all(root.join(folder)).unwrap();
    }
    std::fs::write(
        root.join("work/story.ipynb"),
        notebook("print('six times seven is', 6 * 7)").to_string(),
    )
    .unwrap();
    // Zeros that take no room on the disk.
    std::fs::File::create(root.join("work/large.bin"))
        .unwrap()
        .set_len(LARGE)
        .unwrap();
    std::fs::write(root.join("My Notes/café & more.txt"), "two sugars\n").unwrap();
    std::fs::write(root.join("private/salaries.txt"), "everybody's\n").unwrap();
}

fn notebook(code: &str) -> Value {
    let cell = json!({"cell_type": "code", "id": "sum", "execution_count": null, "metadata": {}, "outputs": [], "source": code});
    let kernel = json!({"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"});
    json!({"cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})
}

/// It tells in a file `jpserver-PID.json`.
fn port_in(runtime: &Path) -> Option<u16> {
    let files = std::fs::read_dir(runtime)
        .ok()?
        .filter_map(Result::ok)
        .map(|entry| entry.path());
    let told = files
        .filter(|file| file.extension().is_some_and(|it| it == "json"))
        .find_map(|file| serde_json::from_slice::<Value>(&std::fs::read(file).ok()?).ok())?;
    u16::try_from(told["port"].as_u64()?).ok()
}
