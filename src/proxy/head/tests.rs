//! What the guard lets through and what it refuses; and that the pieces in which a head comes change nothing.

use proptest::prelude::*;

use super::*;

fn verdict(head: &[u8]) -> Result<Progress, Refusal> {
    HeadGuard::default().read(head)
}

#[test]
fn a_head_ends_at_its_empty_line_and_says_what_follows() {
    for (head, after, body) in [
        ("GET /a?b=%20 HTTP/1.1\r\nHost: a\r\n\r\n", "", Framing::Length(0)),
        (
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\n",
            Framing::Length(0),
        ),
        ("\r\nGET / HTTP/1.1\r\nhost:a\r\n\r\n", "", Framing::Length(0)),
        ("GET / HTTP/1.0\r\n\r\n", "", Framing::Length(0)),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \t5 \r\n\r\n",
            "hello",
            Framing::Length(5),
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\ntransfer-encoding: CHUNKED\r\n\r\n",
            "0\r\n\r\n",
            Framing::Chunked,
        ),
        (
            "M-SEARCH * HTTP/1.1\r\nHost: a\r\nX_Y.z: \u{e9}\t\u{20ac}\r\nEmpty:\r\n\r\n",
            "",
            Framing::Length(0),
        ),
    ] {
        let expected = Progress::Complete {
            end: head.len(),
            body,
        };
        assert_eq!(
            verdict(format!("{head}{after}").as_bytes()),
            Ok(expected),
            "{head:?}"
        );
    }
}

#[test]
fn what_can_be_read_in_two_ways_is_refused() {
    use Refusal as R;
    for (head, why) in [
        ("GET / HTTP/1.1\nHost: a\r\n\r\n", R::LineEnd),
        ("GET / HTTP/1.1\r\nHost: a\n\r\n", R::LineEnd),
        ("GET / HTTP/1.1\r\nHost: a\r\n\n", R::LineEnd),
        ("\n", R::LineEnd),
        ("\r\n\r\nGET / HTTP/1.1\r\n", R::RequestLine),
        (" GET / HTTP/1.1\r\n", R::RequestLine),
        ("GET  / HTTP/1.1\r\n", R::RequestLine),
        ("GET / HTTP/1.1 \r\n", R::RequestLine),
        ("GET /a b HTTP/1.1\r\n", R::RequestLine),
        ("GET\t/\tHTTP/1.1\r\n", R::RequestLine),
        ("GET /\r HTTP/1.1\r\n", R::RequestLine),
        ("GET /\0 HTTP/1.1\r\n", R::RequestLine),
        ("GET /\u{e9} HTTP/1.1\r\n", R::RequestLine),
        ("GET  HTTP/1.1\r\n", R::RequestLine),
        ("GET /a#b HTTP/1.1\r\n", R::RequestLine),
        ("GET #a HTTP/1.1\r\n", R::RequestLine),
        ("GET /\r\n", R::RequestLine),
        ("GET / HTTP/1.1\r\r\n", R::RequestLine),
        ("GET / http/1.1\r\n", R::RequestLine),
        ("GET / HTTP/11\r\n", R::RequestLine),
        ("GET / HTTP/1.10\r\n", R::RequestLine),
        ("get / HTTP/1.1\r\n", R::RequestLine),
        ("GE(T / HTTP/1.1\r\n", R::RequestLine),
        ("GET / HTTP/0.9\r\n", R::Version),
        ("GET / HTTP/1.2\r\n", R::Version),
        ("PRI * HTTP/2.0\r\n", R::Version),
        ("CONNECT a:1 HTTP/1.1\r\n", R::Tunnel),
        ("GET / HTTP/1.1\r\n\r\n", R::Host),
        ("GET / HTTP/1.1\r\nHost: a\r\nHOST: a\r\n\r\n", R::Host),
        ("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", R::Host),
        ("GET / HTTP/1.1\r\n Host: a\r\n", R::Folded),
        ("GET / HTTP/1.1\r\nHost: a\r\n\tb\r\n", R::Folded),
        ("GET / HTTP/1.1\r\nHost : a\r\n", R::FieldName),
        ("GET / HTTP/1.1\r\nHost\t: a\r\n", R::FieldName),
        ("GET / HTTP/1.1\r\n: a\r\n", R::FieldName),
        ("GET / HTTP/1.1\r\nno colon\r\n", R::FieldName),
        ("GET / HTTP/1.1\r\nX\u{e9}: a\r\n", R::FieldName),
        ("GET / HTTP/1.1\r\nX\0: a\r\n", R::FieldName),
        ("GET / HTTP/1.1\r\nContent_Length: 5\r\n", R::FieldName),
        ("GET / HTTP/1.1\r\nTransfer.Encoding: chunked\r\n", R::FieldName),
        ("GET / HTTP/1.1\r\nX: a\rY: b\r\n", R::FieldValue),
        ("GET / HTTP/1.1\r\nX: a\0\r\n", R::FieldValue),
        ("GET / HTTP/1.1\r\nX: a\u{b}\r\n", R::FieldValue),
        ("GET / HTTP/1.1\r\nX: a\u{7f}b\r\n", R::FieldValue),
        (
            "GET / HTTP/1.1\r\nTransfer-Encoding: \u{c}chunked\r\n",
            R::FieldValue,
        ),
        ("POST / HTTP/1.1\r\nContent-Length: 5,5\r\n", R::ContentLength),
        (
            "POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 5\r\n",
            R::ContentLength,
        ),
        ("POST / HTTP/1.1\r\nContent-Length: +5\r\n", R::ContentLength),
        ("POST / HTTP/1.1\r\nContent-Length: -5\r\n", R::ContentLength),
        ("POST / HTTP/1.1\r\nContent-Length: 0x5\r\n", R::ContentLength),
        ("POST / HTTP/1.1\r\nContent-Length: 5 5\r\n", R::ContentLength),
        ("POST / HTTP/1.1\r\nContent-Length:\r\n", R::ContentLength),
        (
            "POST / HTTP/1.1\r\nContent-Length: 18446744073709551616\r\n",
            R::ContentLength,
        ),
        (
            "POST / HTTP/1.1\r\nTransfer-Encoding: xchunked\r\n",
            R::TransferEncoding,
        ),
        (
            "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n",
            R::TransferEncoding,
        ),
        (
            "POST / HTTP/1.1\r\nTransfer-Encoding: identity\r\n",
            R::TransferEncoding,
        ),
        ("POST / HTTP/1.1\r\nTransfer-Encoding:\r\n", R::TransferEncoding),
        (
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            R::TransferEncoding,
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
            R::TransferEncoding,
        ),
        (
            "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
            R::TransferEncoding,
        ),
    ] {
        assert_eq!(verdict(head.as_bytes()), Err(why), "{head:?}");
    }
}

#[test]
fn a_head_has_bounds() {
    let target = |length: usize| format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "a".repeat(length - 1));
    assert!(verdict(target(LONGEST_TARGET).as_bytes()).is_ok());
    assert_eq!(
        verdict(target(LONGEST_TARGET + 1).as_bytes()),
        Err(Refusal::TargetTooLong)
    );
    let endless = vec![b'a'; LONGEST_REQUEST_LINE + 1];
    assert_eq!(
        verdict(&endless),
        Err(Refusal::TargetTooLong),
        "its end is not waited for"
    );

    let fields = |count: usize| {
        format!(
            "GET / HTTP/1.1\r\nHost: a\r\n{}\r\n",
            "X: y\r\n".repeat(count - 1)
        )
    };
    assert!(verdict(fields(MOST_FIELDS).as_bytes()).is_ok());
    assert_eq!(
        verdict(fields(MOST_FIELDS + 1).as_bytes()),
        Err(Refusal::TooLarge)
    );

    let sized = |bytes: usize| {
        let start = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
        format!("{start}{}\r\n\r\n", "y".repeat(bytes - start.len() - 4))
    };
    assert!(verdict(sized(MOST_HEAD_BYTES).as_bytes()).is_ok());
    assert_eq!(
        verdict(sized(MOST_HEAD_BYTES + 1).as_bytes()),
        Err(Refusal::TooLarge)
    );
    let mut guard = HeadGuard::default();
    assert_eq!(guard.read(b"GET / HTTP/1.1\r\nX: "), Ok(Progress::Unfinished));
    assert_eq!(
        guard.read(&[b'y'; MOST_HEAD_BYTES]),
        Err(Refusal::TooLarge),
        "its end is not waited for"
    );
}

/// Heads that are nearly right.
fn heads() -> impl Strategy<Value = Vec<u8>> {
    let word = prop::sample::select(vec![
        "GET",
        "HEAD",
        "POST",
        " ",
        "  ",
        "/",
        "/a?b",
        "HTTP/1.1",
        "HTTP/1.0",
        "\r\n",
        "\r\n",
        "\r\n\r\n",
        "\n",
        "\r",
        "Host: a",
        "Host:b",
        "Content-Length: 3",
        "Content-Length",
        "Transfer-Encoding: chunked",
        ":",
        "\t",
        "x",
        "\0",
        "X: y",
    ]);
    let words = prop::collection::vec(word, 0..24).prop_map(|words| words.concat().into_bytes());
    let sound = words.clone().prop_map(|mut words| {
        [
            b"GET / HTTP/1.1\r\nHost: a\r\n".to_vec(),
            std::mem::take(&mut words),
        ]
        .concat()
    });
    prop_oneof![words, sound]
}

proptest! {
    #[test]
    fn pieces_change_nothing(head in heads(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..4)) {
        let whole = verdict(&head);
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(head.len() + 1)).collect();
        cuts.extend([0, head.len()]);
        cuts.sort_unstable();
        let mut guard = HeadGuard::default();
        let mut in_pieces = Ok(Progress::Unfinished);
        for piece in cuts.windows(2) {
            in_pieces = guard.read(&head[piece[0]..piece[1]]).map(|progress| match progress {
                Progress::Complete { end, body } => Progress::Complete { end: end + piece[0], body },
                Progress::Unfinished => Progress::Unfinished,
            });
            if in_pieces != Ok(Progress::Unfinished) {
                break;
            }
        }
        prop_assert_eq!(in_pieces, whole);
    }

    /// pingora reads heads with httparse: it must find the same end, and no fewer or other fields.
    #[test]
    fn what_passes_means_the_same_to_pingora(head in heads()) {
        if let Ok(Progress::Complete { end, .. }) = verdict(&head) {
            let text = String::from_utf8(head[..end].to_vec()).unwrap();
            prop_assert!(text.ends_with("\r\n\r\n"));
            let lines: Vec<&str> = text.trim_start_matches("\r\n").trim_end().split("\r\n").collect();
            prop_assert!(lines.iter().all(|line| !line.is_empty() && !line.contains(['\r', '\n', '\0'])));
            prop_assert!(lines[1..].iter().all(|line| line.find(':').is_some_and(|at| at > 0)));
        }
    }
}
