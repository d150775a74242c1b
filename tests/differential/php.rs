//! PHP's own server, with a page that tells what it has read.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::cases::Case;
use crate::judge::Seen;
use crate::support::PhpServer;

pub(crate) struct Php(PhpServer);

impl Php {
    pub(crate) fn start() -> Self {
        // As the packages of Debian, Ubuntu and Red Hat set it.
        let settings = ["request_order=GP", "variables_order=GPCS"];
        Self(PhpServer::start("tests/differential/tell.php", &settings))
    }

    pub(crate) fn reads(&self, case: &Case) -> Vec<Seen> {
        let mut connection = TcpStream::connect(self.0.address).unwrap();
        // A blank or a control character would end the target, and the request with it.
        let query: String = case
            .query
            .bytes()
            .map(|byte| match byte {
                0x21..=0x7e => char::from(byte).to_string(),
                other => format!("%{other:02X}"),
            })
            .collect();
        let query = query.replace('#', "%23");
        let head = format!(
            "POST /?{query} HTTP/1.0\r\nHost: x\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n",
            case.content_type,
            case.body.len()
        );
        connection.write_all(head.as_bytes()).unwrap();
        connection.write_all(&case.body).unwrap();
        let mut answer = Vec::new();
        connection.read_to_end(&mut answer).unwrap();
        let start = answer
            .windows(4)
            .position(|it| it == b"\r\n\r\n")
            .expect("an answer")
            + 4;
        seen(serde_json::from_slice(&answer[start..]).unwrap())
    }
}

/// `[in_body, [name, …], value]` each, names and value in base64.
pub(crate) fn seen(told: Vec<(bool, Vec<String>, String)>) -> Vec<Seen> {
    let text = |encoded: String| {
        let bytes = data_encoding::BASE64.decode(encoded.as_bytes()).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let one = |(in_body, path, value): (bool, Vec<String>, String)| Seen {
        in_body,
        path: path.into_iter().map(text).collect(),
        value: text(value),
    };
    told.into_iter().map(one).collect()
}
