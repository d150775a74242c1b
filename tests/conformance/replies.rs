//! How an app's answer is read (RFC 9112 sections 6 and 7), beside hyper: where both take it, they see one body; and a
//! connection is used again only where hyper, too, sees a whole answer end.

use gatepass::proxy::{Letters, Reply};
use http::Method;
use hyper::body::{Body, Incoming};
use hyper_util::rt::TokioIo;
use pingora::protocols::http::HttpTask;
use proptest::prelude::*;
use std::future::poll_fn;
use std::pin::Pin;
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

/// What is seen of an answer after which the app closes.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    status: u16,
    body: Vec<u8>,
}

/// With whether the connection could carry another request, had it stayed open.
fn ours(answer: &[u8]) -> Option<(Seen, bool)> {
    let mut reply = Reply::new(Method::GET, Letters::AsWritten);
    reply.buffer().extend_from_slice(answer);
    let mut seen = Seen {
        status: 0,
        body: Vec::new(),
    };
    loop {
        let part = match reply.next_part().ok()? {
            Some(part) => part,
            None => reply.close().ok()?,
        };
        let is_last = part.is_end();
        match part {
            HttpTask::Header(header, _) => seen.status = header.status.as_u16(),
            HttpTask::Body(data, _) => seen.body.extend(data.unwrap_or_default()),
            HttpTask::Done => {}
            other @ (HttpTask::UpgradedBody(..) | HttpTask::Trailer(_) | HttpTask::Failed(_)) => {
                panic!("{other:?}")
            }
        }
        if is_last {
            return Some((seen, reply.leaves_connection_usable()));
        }
    }
}

async fn hypers(answer: Vec<u8>) -> Option<Seen> {
    let (client, mut app) = duplex(64 * 1024);
    let mut hyper = hyper::client::conn::http1::Builder::new();
    hyper.allow_spaces_after_header_name_in_responses(true);
    let (mut asking, connection) = hyper.handshake(TokioIo::new(client)).await.unwrap();
    tokio::spawn(connection);
    tokio::spawn(async move {
        let mut asked = [0; 1024];
        assert_ne!(app.read(&mut asked).await.unwrap(), 0);
        app.write_all(&answer).await.unwrap();
    });
    let request = http::Request::get("/")
        .header("host", "app")
        .body(String::new())
        .unwrap();
    let mut response = asking.send_request(request).await.ok()?;
    let body = collect(response.body_mut()).await?;
    Some(Seen {
        status: response.status().as_u16(),
        body,
    })
}

async fn collect(body: &mut Incoming) -> Option<Vec<u8>> {
    let mut all = Vec::new();
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await {
        all.extend(frame.ok()?.into_data().unwrap_or_default());
    }
    Some(all)
}

fn chunked(body: &str, piece: usize) -> String {
    let chunks = body.as_bytes().chunks(piece);
    let chunks = chunks.map(|it| format!("{:x}\r\n{}\r\n", it.len(), String::from_utf8_lossy(it)));
    chunks.chain(["0\r\n\r\n".to_owned()]).collect()
}

/// Fields and a body that may be what they announce.
fn framed() -> impl Strategy<Value = (String, String)> {
    let fields = vec![
        "Content-Length: 5\r\n",
        "Content-Length: 5\r\n",
        "Content-Length: 0\r\n",
        "Content-Length: 5, 5\r\n",
        "Content-Length: +5\r\n",
        "Transfer-Encoding: chunked\r\n",
        "transfer-encoding: gzip, Chunked\r\n",
        "Transfer-Encoding: gzip\r\n",
    ];
    let any_fields = prop::sample::subsequence(fields, 0..4).prop_map(|fields| fields.concat());
    let in_chunks = ("[a-z]{0,12}", 1_usize..6).prop_map(|(body, piece)| chunked(&body, piece));
    let any_body = prop_oneof![
        Just("hello".to_owned()),
        in_chunks.clone(),
        "[0-9a-f]{0,2}(\r\n)?[a-z0-9;\r\n]{0,12}",
    ];
    prop_oneof![
        2 => (any_fields, any_body),
        1 => "[a-z]{0,12}".prop_map(|body| (format!("Content-Length: {}\r\n", body.len()), body)),
        1 => in_chunks.prop_map(|body| ("Transfer-Encoding: chunked\r\n".to_owned(), body)),
    ]
}

fn answers() -> impl Strategy<Value = Vec<u8>> {
    let statuses = prop::sample::select(vec!["200 OK", "204 No Content", "304 Not Modified", "404 x"]);
    let others = prop::sample::select(vec![
        "",
        "Connection: close\r\n",
        "Connection: keep-alive\r\n",
        "X : x\r\n",
    ]);
    let cut = prop_oneof![6 => Just(0), 1 => 1_usize..4];
    let more = prop_oneof![6 => Just(""), 1 => Just("H")];
    let parts = (0_u8..2, statuses, others, framed(), cut, more);
    parts.prop_map(|(version, status, others, (fields, body), cut, more)| {
        let body = &body[..body.len() - cut.min(body.len())];
        format!("HTTP/1.{version} {status}\r\n{others}{fields}\r\n{body}{more}").into_bytes()
    })
}

#[test]
fn our_reading_of_an_answer_is_hypers() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(4000)
    });
    let (mut both, mut kept) = (0, 0);
    let compared = std::cell::RefCell::new((&mut both, &mut kept));
    let law = runner.run(&answers(), |answer| {
        let theirs = runtime.block_on(hypers(answer.clone()));
        let Some((seen, is_usable)) = ours(&answer) else {
            return Ok(());
        };
        let mut counts = compared.borrow_mut();
        if is_usable {
            *counts.1 += 1;
            prop_assert_eq!(Some(&seen), theirs.as_ref());
        }
        if let Some(theirs) = theirs {
            *counts.0 += 1;
            prop_assert_eq!(seen, theirs);
        }
        Ok(())
    });
    law.unwrap();
    assert!(both > 500 && kept > 200, "{both} and {kept} were compared");
}
