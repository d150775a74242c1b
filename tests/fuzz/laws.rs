//! What must hold for whatever bytes a client, an operator or a disk brings. Each law takes raw bytes and panics when it
//! is broken.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use gatepass::access::canonical::{LARGEST_BODY, Parameters, ReadNames, fold, readings};
use gatepass::access::room::Seat;
use gatepass::access::{
    BodyFields, BodyReader, CanonicalTarget, Dialect, Glob, GrantId, PathPattern, RoomId, SessionId,
    TrustedProxies, Unreadable, forwarded_hops,
};
use gatepass::audit::chain::ChainWalk;
use gatepass::audit::{ChainHash, ChangeRecord, DecisionRecord, SegmentName, ShortCode, verify_changes};
use gatepass::config::{format_duration, parse_duration, parse_size};
use gatepass::handoff::{
    Content, Conversation, EncryptionPassword, LinkCode, LinkKey, OwnKeys, Place, PublicKeys, RoomKey, Said,
    SealingKey,
};
use gatepass::proxy::{Letters, Reply};
use gatepass::web::{
    Form, SESSION_COOKIE, SessionCookie, clean_return_target, collides_with_ours, cookies_for_app,
    session_cookie,
};
use http::Method;
use http::header::{COOKIE, HeaderMap, HeaderValue};
use jiff::Timestamp;
use pingora::protocols::http::HttpTask;

use crate::backends::serving_hidden;
use crate::court::{Court, EveryFile};
use crate::parameter_readers::finding_hidden_module;

thread_local!(static COURT: Court = Court::sits());

fn passes(target: &str) -> bool {
    COURT.with(|court| court.lets_pass(target))
}

/// Whatever passes is hidden to no server, is kept as it came, and has a verdict that a spelling that RFC 3986 section
/// 6.2.2 makes equal shares.
pub fn request_target(bytes: &[u8]) {
    let Ok(target) = CanonicalTarget::parse(bytes) else {
        return;
    };
    assert_eq!(target.as_str().as_bytes(), bytes);
    if let Ok(all) = readings(target.path()) {
        assert!(!all.is_empty() && all.len() <= 4096 && all.iter().all(|it| it.path.starts_with('/')));
    }
    let passing = passes(target.as_str());
    if passing {
        assert_eq!(serving_hidden(target.as_str()), None, "{target:?} passes");
    }
    // A letter outside of any escape, written as its escape.
    let path = target.path();
    let letters = path.char_indices().filter(|(at, c)| {
        c.is_ascii_alphabetic()
            && !path.as_bytes()[at.saturating_sub(6)..*at]
                .iter()
                .any(|it| matches!(it, b'%' | b'\\'))
    });
    let letters: Vec<_> = letters.collect();
    if let Some((at, letter)) = letters.get(bytes.len() % letters.len().max(1)) {
        let respelled = format!(
            "{}%{:02X}{}",
            &path[..*at],
            *letter as u32,
            &target.as_str()[at + 1..]
        );
        if respelled.len() < 8000 {
            assert_eq!(passes(&respelled), passing, "{target:?} and {respelled:?}");
        }
    }
}

/// A hidden module is found by no server in a query that passes; and every rule's name stays itself.
pub fn query(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    // PHP drops names or has one for them, and rules find it by that.
    for occurrence in Parameters::parse_in(Dialect::Php, text).iter() {
        assert_eq!(
            Dialect::Php.rule_name(&occurrence.name).as_deref(),
            Some(occurrence.name.as_ref())
        );
        assert!(occurrence.may_be_called(&occurrence.name), "{occurrence:?}");
    }
    let parameters = Parameters::parse(text);
    for occurrence in parameters.iter() {
        assert!(
            !occurrence.loose_names.iter().any(|name| name.contains('[')),
            "{occurrence:?}"
        );
    }
    let target = format!("/app?{text}");
    if passes(&target) {
        assert_eq!(finding_hidden_module(text), None, "{target} passes");
    }
}

/// The first line is the type, the rest the body. However it is cut, it is read alike; and what streams on behind a file
/// is refused, or named by nothing that a rule reads.
pub fn body(bytes: &[u8]) {
    let mut lines = bytes.splitn(2, |byte| *byte == b'\n');
    let (content_type, body) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    // The first byte of the type decides whose rules count for names.
    let dialect = match content_type.first() {
        Some(b'A'..=b'Z') => Dialect::Php,
        _ => Dialect::Generic,
    };
    let names = Arc::new(ReadNames::new(dialect, ["module".to_owned()]));
    let reader = |largest| BodyReader::new([content_type], false, names.clone(), largest);
    let read = |size: usize| {
        let mut reader = reader(LARGEST_BODY)?;
        body.chunks(size.max(1))
            .try_for_each(|piece| reader.read(piece))?;
        reader.finish()
    };
    let whole = read(body.len());
    for size in [1, 3, 1 + body.len() / 2] {
        assert_eq!(read(size).is_ok(), whole.is_ok(), "in pieces of {size}");
        if let (Ok(pieces), Ok(whole)) = (read(size), &whole) {
            assert_eq!(&pieces, whole, "in pieces of {size}");
        }
    }
    // The same with as little judged as possible: what is forwarded of it names nothing more than what was judged.
    let Ok(mut early) = reader(1) else { return };
    for (at, byte) in body.iter().enumerate() {
        if early.is_in_file() {
            let Some((judged, mut watch)) = early.pass_on() else {
                panic!("a file is being read");
            };
            let rest = &body[at..];
            let passes = watch.read(rest).and_then(|()| watch.finish()).is_ok();
            if let (true, Ok(whole)) = (passes, &whole) {
                let named = |fields: &BodyFields| {
                    let all = fields.parts().iter().flat_map(|part| part.fields.clone());
                    all.filter(|field| field.may_be_called("module"))
                        .collect::<Vec<_>>()
                };
                assert_eq!(named(&judged), named(whole), "{body:?}");
            }
            return;
        }
        // That it is too large already is what is wanted.
        if early.read(&[*byte]) == Err(Unreadable::Malformed) {
            return;
        }
    }
}

/// One `Cookie` field a line. No cookie of ours goes on, the others do and stay in order; the session is found exactly
/// where one pair has its exact name.
pub fn cookies(bytes: &[u8]) {
    let mut headers = HeaderMap::new();
    for line in bytes.split(|byte| *byte == b'\n').take(16) {
        if let Ok(value) = HeaderValue::from_bytes(line) {
            let _ = collides_with_ours(&value);
            headers.append(COOKIE, value);
        }
    }
    let pairs = |headers: &HeaderMap| -> Vec<Vec<u8>> {
        let fields = headers
            .get_all(COOKIE)
            .iter()
            .flat_map(|field| field.as_bytes().split(|byte| *byte == b';'));
        fields
            .map(|pair| pair.trim_ascii().to_vec())
            .filter(|pair| !pair.is_empty())
            .collect()
    };
    let ours = SESSION_COOKIE.to_ascii_lowercase();
    let looks_ours = |pair: &Vec<u8>| {
        let text = String::from_utf8_lossy(pair).to_ascii_lowercase();
        text.trim_start_matches(|c: char| c == '=' || c.is_ascii_whitespace())
            .starts_with(&ours)
    };
    let exact = format!("{SESSION_COOKIE}=").into_bytes();
    let sessions = pairs(&headers)
        .iter()
        .filter(|pair| pair.starts_with(&exact))
        .count();
    match session_cookie(&headers) {
        SessionCookie::Absent => assert_eq!(sessions, 0),
        SessionCookie::Present(_) => assert_eq!(sessions, 1),
        SessionCookie::Duplicate => assert!(sessions > 1),
    }
    let left = cookies_for_app(&headers, |_| true);
    let mut after = HeaderMap::new();
    after.extend(left.map(|left| (COOKIE, left)));
    let after = pairs(&after);
    assert!(!after.iter().any(|pair| pair.starts_with(&exact)), "{after:?}");
    let kept: Vec<_> = pairs(&headers)
        .into_iter()
        .filter(|pair| !looks_ours(pair))
        .collect();
    let after_kept: Vec<_> = after.into_iter().filter(|pair| !looks_ours(pair)).collect();
    assert_eq!(after_kept, kept);
}

/// What a trusted proxy adds at the end is believed, whatever a client wrote before it; without any trusted proxy only
/// the socket is.
pub fn forwarded(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let proxy: IpAddr = [10, 0, 0, 1].into();
    let client: IpAddr = [198, 51, 100, 9].into();
    let trusted = TrustedProxies::new(vec!["10.0.0.0/8".parse().unwrap()]);
    let nobody = TrustedProxies::default();
    assert_eq!(nobody.client_ip(client, text.split(',')), client);
    assert_eq!(nobody.client_ip(client, forwarded_hops(text).into_iter()), client);
    let added = format!("{text}, 198.51.100.9");
    assert_eq!(trusted.client_ip(proxy, added.split(',')), client);
    let added = format!("{text}, for=198.51.100.9;proto=https");
    let found = trusted.client_ip(proxy, forwarded_hops(&added).into_iter());
    // Behind a quote that nobody closed nothing is believed.
    assert!(
        found == client || (found == proxy && text.contains('"')),
        "{added}: {found}"
    );
}

/// A browser that is sent there stays on our origin.
pub fn return_to(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let target = clean_return_target(&text);
    let base = url::Url::parse("https://crm.test:8443/.gatepass/sign-in").unwrap();
    let landed = base.join(target).unwrap();
    assert_eq!(landed.origin(), base.origin(), "{target:?}");
    assert!(HeaderValue::from_str(target).is_ok());
    assert!(target == "/" || target == text);
}

/// First byte: which content type. A field that is read is a field that was sent.
pub fn form(bytes: &[u8]) {
    let Some((kind, body)) = bytes.split_first() else {
        return;
    };
    let content_type = match kind % 4 {
        0 => "application/x-www-form-urlencoded",
        1 => "Application/JSON; charset=utf-8",
        2 => "text/plain",
        _ => "",
    };
    let Some(form) = Form::parse(content_type, body) else {
        return;
    };
    if !body.is_empty() {
        assert!(kind % 4 < 2, "another content type is no form");
    }
    for name in ["username", "password", "code", "return", "csrf"] {
        let value = form.text(name);
        assert_eq!(form.get(name).unwrap_or_default(), value);
        assert!(value.len() <= body.len() * 3, "it cannot grow");
    }
}

/// A config is read or every mistake in it is told with its place; its policy tests run.
pub fn config(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    match gatepass::config::parse(text, Path::new("/"), &EveryFile) {
        Ok(settings) => {
            let now = Timestamp::from_second(1_000_000).unwrap();
            let _ = gatepass::config::run_policy_tests(&settings, now);
        }
        Err(problems) => {
            assert!(!problems.is_empty());
            for problem in problems {
                assert!(
                    problem.line >= 1 && problem.line <= text.split('\n').count(),
                    "{problem}"
                );
                assert!(problem.column >= 1, "{problem}");
            }
        }
    }
}

/// A line is a record of the journal or it is not; and a chain that holds does not hold with a byte changed.
pub fn journal(bytes: &[u8]) {
    let mut walk = ChainWalk::from(ChainHash::GENESIS);
    for line in bytes.split(|byte| *byte == b'\n') {
        let _ = serde_json::from_slice::<DecisionRecord>(line);
        let before = walk;
        if walk.step(line).is_ok() && !line.is_empty() {
            for at in [line.len() / 3, line.len() - 1] {
                let mut changed = line.to_vec();
                changed[at] ^= 1;
                assert!(
                    before.clone().step(&changed).is_err(),
                    "{}",
                    String::from_utf8_lossy(line)
                );
            }
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = ChangeRecord::parse(text);
        let report = verify_changes([(1, text, ChainHash::GENESIS)]);
        assert!(report.problem.is_some() && report.events == 0);
        let _ = text
            .parse::<SegmentName>()
            .map(|name| assert_eq!(name.to_string(), text));
    }
}

/// Small words: ids, codes, durations, sizes, patterns. What is read is written again as the same.
pub fn words(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(id) = text.parse::<GrantId>() {
        assert_eq!(id.to_string().parse::<GrantId>().ok(), Some(id));
    }
    let _ = text.parse::<SessionId>();
    if let Ok(code) = text.parse::<ShortCode>() {
        assert_eq!(code.to_string().parse::<ShortCode>().ok(), Some(code));
    }
    if let Ok(duration) = parse_duration(text) {
        assert_eq!(parse_duration(&format_duration(duration)).ok(), Some(duration));
    }
    let _ = parse_size(text);
    assert_eq!(fold(&fold(text)), fold(text), "folding again changes nothing");
    let (pattern, path) = text.split_once('\n').unwrap_or((text, "/x"));
    if let Ok(glob) = Glob::parse(pattern) {
        let _ = (glob.matches(path, false), glob.matches(path, true));
    }
    if let (Ok(pattern), Ok(all)) = (PathPattern::parse(pattern), readings(path)) {
        all.iter().for_each(|reading| {
            let _ = pattern.matches(reading);
        });
    }
}

/// Nothing that was not sealed with the key opens; what was sealed opens as it was; a link and a code have one reading.
pub fn handoff(bytes: &[u8]) {
    let key = SealingKey::derive(&[7; 32], "a law");
    assert!(key.open(b"here", bytes).is_err());
    let sealed = key.seal(b"here", bytes);
    assert_eq!(key.open(b"here", &sealed).unwrap().as_slice(), bytes);
    assert!(key.open(b"there", &sealed).is_err());
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok((portal, key)) = LinkKey::parse(text) {
        let link = key.link(&portal);
        let (again, same) = LinkKey::parse(link.reveal()).unwrap();
        assert_eq!((again, same.id()), (portal, key.id()));
        assert!(same.with(None).open(bytes).is_err());
    }
    if let Ok(code) = LinkCode::parse(text) {
        let shown = code.shown();
        assert_eq!(
            LinkCode::parse(shown.reveal()).unwrap().shown().reveal(),
            shown.reveal()
        );
    }
}

thread_local!(static ROOM: (Conversation, Conversation) = room_for_two());

/// A room, as its host and as its guest see it.
fn room_for_two() -> (Conversation, Conversation) {
    let id = RoomId::from_bytes([3; 16]);
    let invitation = RoomKey::generate();
    let [host, guest] = [(); 2].map(|()| OwnKeys::generate(invitation.clone()));
    let (hosts, guests) = (host.public(id, Seat::Host), guest.public(id, Seat::Guest));
    let sits = |seat, own, other| Conversation::new(id, seat, own, Some(other)).unwrap();
    (sits(Seat::Host, host, guests), sits(Seat::Guest, guest, hosts))
}

/// Nobody who lacks the invitation is believed, whatever they show; what was not signed is not opened; what is said opens as
/// it was; words, keys and texts have one reading.
pub fn room(bytes: &[u8]) {
    let place = Place {
        seat: Seat::Host,
        epoch: 1,
        number: 1,
        read_once: true,
    };
    ROOM.with(|(host, guest)| {
        assert!(guest.open(place, bytes, bytes).is_err());
        let (one, other) = bytes.split_at(bytes.len().min(64));
        assert!(guest.open(place, other, one).is_err());
        let text = String::from_utf8_lossy(bytes).into_owned();
        let said = Said {
            after: 0,
            said: Content::Text { text },
        };
        let (sealed, signature) = host.seal(place, &said).unwrap();
        assert_eq!(guest.open(place, &sealed, &signature).as_ref(), Ok(&said));
        assert!(host.open(place, &sealed, bytes).is_err());
    });
    if let Some((points, tag)) = bytes.split_last_chunk() {
        let (agreement, signing) = points.split_at(points.len() / 2);
        let shown = PublicKeys {
            agreement: agreement.to_vec(),
            signing: signing.to_vec(),
            tag: *tag,
        };
        let own = OwnKeys::generate(RoomKey::generate());
        let met = Conversation::new(RoomId::from_bytes([3; 16]), Seat::Host, own, Some(shown));
        assert!(met.is_err());
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Some(words) = EncryptionPassword::parse(text) {
        assert_eq!(words.words().split(' ').count(), 12);
        let again = EncryptionPassword::parse(words.words()).unwrap();
        assert_eq!(again.words(), words.words());
    }
    if let Some(key) = RoomKey::parse(text) {
        assert_eq!(key.text().reveal(), text);
    }
    if let Ok(said) = serde_json::from_str::<Said>(text) {
        let written = serde_json::to_string(&said).unwrap();
        assert_eq!(serde_json::from_str::<Said>(&written).unwrap(), said);
    }
}

/// What an app answers has one end, in whatever pieces it comes. The first byte says in which.
pub fn reply(bytes: &[u8]) {
    let Some((piece, answer)) = bytes.split_first() else {
        return;
    };
    let whole = heard(answer, answer.len().max(1));
    assert_eq!(heard(answer, usize::from(*piece % 16) + 1), whole);
    if whole.is_usable {
        assert!(whole.is_over && !whole.statuses.is_empty());
        // One byte more, and somebody else's answer could begin in it.
        let with_more = [answer, b"H"].concat();
        assert!(!heard(&with_more, with_more.len()).is_usable);
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Heard {
    statuses: Vec<u16>,
    body: Vec<u8>,
    is_over: bool,
    is_usable: bool,
    is_nonsense: bool,
}

fn heard(answer: &[u8], piece: usize) -> Heard {
    let mut reply = Reply::new(Method::GET, Letters::AsWritten);
    let mut heard = Heard::default();
    let mut pieces = answer.chunks(piece);
    while !heard.is_over && !heard.is_nonsense {
        match (reply.next_part(), &mut pieces) {
            (Ok(Some(part)), _) => {
                heard.is_over = part.is_end();
                match part {
                    HttpTask::Header(header, _) => heard.statuses.push(header.status.as_u16()),
                    HttpTask::Body(data, _) => heard.body.extend(data.unwrap_or_default()),
                    HttpTask::Done => {}
                    other @ (HttpTask::UpgradedBody(..) | HttpTask::Trailer(_) | HttpTask::Failed(_)) => {
                        panic!("{other:?}")
                    }
                }
            }
            (Ok(None), pieces) => match pieces.next() {
                Some(piece) => reply.buffer().extend_from_slice(piece),
                None => break,
            },
            (Err(_), _) => heard.is_nonsense = true,
        }
    }
    for piece in pieces {
        reply.buffer().extend_from_slice(piece);
    }
    heard.is_usable = reply.leaves_connection_usable();
    heard
}
