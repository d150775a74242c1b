//! What arrives is what was written, and whoever must sign in does.

use gatepass::crypto::Secret;
use gatepass::mail::{Letter, MailError, MailSetupError, Mailer};

use super::support::{SmtpMode, SmtpServer};
use super::{letter, mailer, settings, write_with_mode};

#[tokio::test]
async fn a_letter_arrives_in_every_mode() {
    for (mode, over_tls) in [
        (SmtpMode::Implicit, true),
        (SmtpMode::StartTls, true),
        (SmtpMode::Plain, false),
    ] {
        let server = SmtpServer::start(mode).await;
        mailer(&server.section(""))
            .send(letter(
                "Hello",
                "Dear Ann,\n\n.a dot\nhttps://support.example.com/?a=1&b=2\n",
            ))
            .await
            .unwrap();
        let [mail] = server.received().try_into().unwrap();
        assert_eq!(mail.from, "support@vendor.example");
        assert_eq!(mail.to, ["ann@customer.example"]);
        assert_eq!((mail.over_tls, mail.auth.clone()), (over_tls, None));
        assert_eq!(
            mail.text().trim_end(),
            "Dear Ann,\n\n.a dot\nhttps://support.example.com/?a=1&b=2"
        );
    }
}

#[tokio::test]
async fn umlauts_arrive_and_robots_do_not_answer() {
    let server = SmtpServer::start(SmtpMode::Implicit).await;
    let long = "Größe, città, informação — ".repeat(40);
    mailer(&server.section(""))
        .send(letter(&format!("Zugang für Jörg: {long}"), &long))
        .await
        .unwrap();
    let [mail] = server.received().try_into().unwrap();
    assert!(mail.data.is_ascii());
    assert!(
        mail.data.lines().all(|line| line.len() <= 998),
        "RFC 5322 section 2.1.1"
    );
    assert_eq!(mail.subject().trim(), format!("Zugang für Jörg: {long}").trim());
    assert_eq!(mail.text().trim(), long.trim());
    assert_eq!(mail.header("To").unwrap(), "Ann Müller <ann@customer.example>");
    assert_eq!(mail.header("Auto-Submitted").unwrap(), "auto-generated");
    assert!(mail.header("Date").unwrap().ends_with("+0000"));
    assert!(mail.header("Message-ID").unwrap().ends_with("@vendor.example>"));
}

#[tokio::test]
async fn a_line_break_in_a_name_or_a_subject_adds_no_header_and_no_recipient() {
    let server = SmtpServer::start(SmtpMode::Plain).await;
    let evil = "Ann\r\nBcc: eve@evil.example\r\n\r\n.\r\nMAIL FROM:<eve@evil.example>\r\n";
    let letter = Letter {
        to: lettre::message::Mailbox::new(Some(evil.to_owned()), "ann@customer.example".parse().unwrap()),
        subject: evil.to_owned(),
        text: Secret::new(evil.to_owned()),
    };
    mailer(&server.section("")).send(letter).await.unwrap();
    let [mail] = server.received().try_into().unwrap();
    assert_eq!(mail.to, ["ann@customer.example"]);
    assert_eq!(mail.header("Bcc"), None);
    assert_eq!(mail.text().trim_end(), evil.replace("\r\n", "\n").trim_end());
}

#[tokio::test]
async fn the_password_comes_from_its_file() {
    let server = SmtpServer::start_with_account(SmtpMode::StartTls, "gatepass", "pass word!").await;
    let dir = tempfile::tempdir().unwrap();
    let password = dir.path().join("password");
    let section = server.section(&format!("user = \"gatepass\"\npassword_file = {password:?}"));
    for text in ["pass word!\n", "pass word!"] {
        write_with_mode(&password, text, 0o600);
        mailer(&section).send(letter("Hello", "text")).await.unwrap();
    }
    let received = server.received();
    assert_eq!(received.len(), 2);
    assert!(
        received
            .iter()
            .all(|mail| mail.auth.as_deref() == Some("gatepass"))
    );
}

#[tokio::test]
async fn a_wrong_password_is_refused_and_not_repeated_in_the_error() {
    let server = SmtpServer::start_with_account(SmtpMode::Implicit, "gatepass", "right").await;
    let dir = tempfile::tempdir().unwrap();
    let password = dir.path().join("password");
    write_with_mode(&password, "wrong-secret", 0o600);
    let section = server.section(&format!("user = \"gatepass\"\npassword_file = {password:?}"));
    let error = mailer(&section).send(letter("Hello", "text")).await.unwrap_err();
    assert_eq!(error.to_string(), "the mail server refuses it: 535 5.7.8");
    assert!(!error.may_pass());
    let all = format!("{error:?} {:?}", mailer(&section));
    for secret in ["wrong-secret", "d3Jvbmctc2VjcmV0", "AGdhdGVwYXNz"] {
        assert!(!all.contains(secret), "{all}");
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_password_that_others_can_read_is_refused() {
    let server = SmtpServer::start(SmtpMode::Plain).await;
    let dir = tempfile::tempdir().unwrap();
    let password = dir.path().join("password");
    let section = server.section(&format!("user = \"gatepass\"\npassword_file = {password:?}"));
    for mode in [0o640, 0o604, 0o666] {
        write_with_mode(&password, "secret", mode);
        let error = Mailer::new(&settings(&section)).unwrap_err();
        assert!(error.to_string().contains("can be read by others"), "{error}");
    }
    write_with_mode(&password, "\n", 0o600);
    let error = Mailer::new(&settings(&section)).unwrap_err();
    assert!(matches!(error, MailSetupError::NoPassword(_)), "{error}");
}

#[tokio::test]
async fn a_server_that_says_no_is_quoted_by_its_codes() {
    let server = SmtpServer::start(SmtpMode::Plain).await;
    let mailer = mailer(&server.section(""));
    server.answer_recipients(&["550 5.1.1 no such user here", "450 4.2.1 later", "554 go away"]);
    let mut said = Vec::new();
    for _ in 0..3 {
        let error = mailer.send(letter("Hello", "text")).await.unwrap_err();
        said.push((error.to_string(), error.may_pass()));
    }
    assert_eq!(
        said,
        [
            ("the mail server refuses it: 550 5.1.1".to_owned(), false),
            (
                "the mail server does not take it for now: 450 4.2.1".to_owned(),
                true
            ),
            ("the mail server refuses it: 554".to_owned(), false),
        ]
    );
}

#[tokio::test]
async fn nobody_waits_longer_than_ten_seconds_for_a_server_that_says_nothing() {
    let server = SmtpServer::start(SmtpMode::Silent).await;
    let mailer = mailer(&server.section(""));
    let sending = tokio::spawn(async move { mailer.send(letter("Hello", "text")).await });
    server.connected(1).await;
    // From here on there is nothing to do but to wait, and the clock runs to the next moment at which something ends.
    tokio::time::pause();
    let begin = tokio::time::Instant::now();
    let error = sending.await.unwrap().unwrap_err();
    assert!(matches!(error, MailError::Silent(_)), "{error}");
    assert!(begin.elapsed().as_secs() <= 10);
}
