//! A server that is sent cases, and tells what its apps have read: PHP's own, and Tomcat.

use std::net::SocketAddr;

use crate::cases::Case;
use crate::judge::Seen;
use crate::server::answer;
use crate::support::PhpServer;

/// As the packages of Debian, Ubuntu and Red Hat set it.
pub(crate) fn php() -> PhpServer {
    let settings = ["request_order=GP", "variables_order=GPCS"];
    PhpServer::start("tests/differential/tell.php", &settings)
}

/// What the page at `path` tells. A server that refuses the request has read nothing.
pub(crate) fn reads(address: SocketAddr, path: &str, case: &Case) -> Vec<Seen> {
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
        "POST {path}?{query} HTTP/1.0\r\nHost: x\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n",
        case.content_type,
        case.body.len()
    );
    let told = answer(address, &head, &case.body);
    serde_json::from_slice(&told).map(seen).unwrap_or_default()
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
