//! PHP's own server, with one page that answers everything.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub struct PhpServer {
    server: Child,
    pub address: SocketAddr,
}

impl PhpServer {
    /// `page`: from the project's root. `settings`: as in `php.ini`.
    pub fn start(page: &str, settings: &[&str]) -> Self {
        Self::run(&[page], settings)
    }

    /// The files below `dir`, as a host of PHP serves them.
    pub fn of_files(dir: &Path) -> Self {
        Self::run(&["-t", dir.to_str().unwrap()], &[])
    }

    fn run(what: &[&str], settings: &[&str]) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let server = Command::new("php")
            .args(
                settings
                    .iter()
                    .chain(&["display_errors=0"])
                    .flat_map(|setting| ["-d", setting]),
            )
            .args(["-S", &address.to_string()])
            .args(what)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("tests/run installs php-cli");
        let began = Instant::now();
        while TcpStream::connect(address).is_err() {
            assert!(began.elapsed() < Duration::from_secs(60), "PHP does not answer");
            std::thread::yield_now();
        }
        Self { server, address }
    }
}

impl Drop for PhpServer {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
