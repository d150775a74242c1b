//! No letter and no password leaves without verified TLS, whatever the server or the way to it says.

use gatepass::mail::{MailError, Mailer};

use super::support::{SmtpMode, SmtpServer};
use super::{letter, mailer, settings, write_with_mode};

/// What is said to a server to which nothing may be sent.
async fn refused(server: &SmtpServer, section: &str) -> MailError {
    let error = mailer(section).send(letter("Hello", "text")).await.unwrap_err();
    assert!(server.received().is_empty());
    error
}

#[tokio::test]
async fn an_authority_that_nobody_named_is_not_believed() {
    for mode in [SmtpMode::Implicit, SmtpMode::StartTls] {
        let server = SmtpServer::start(mode).await;
        let other = SmtpServer::start(mode).await;
        let own = format!("ca = {:?}\n", server.ca_path());
        let another = format!("ca = {:?}\n", other.ca_path());
        for ca in [another.as_str(), ""] {
            let section = server.section("").replace(&own, ca);
            assert_ne!(section, server.section(""));
            let error = refused(&server, &section).await;
            assert!(matches!(error, MailError::Unreachable(_)), "{error}");
            assert!(error.to_string().contains("certificate"), "{error}");
        }
    }
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused() {
    for mode in [SmtpMode::Implicit, SmtpMode::StartTls] {
        let address = "127.0.0.1:0".parse().unwrap();
        let server = SmtpServer::start_as(mode, "smtp.other.example", None, address).await;
        let error = refused(&server, &server.section("")).await;
        assert!(error.to_string().contains("not valid for name"), "{error}");
    }
}

/// A server without STARTTLS and somebody on the way who takes the word out look the same from here.
#[tokio::test]
async fn without_starttls_nothing_is_sent_not_even_the_password() {
    let server = SmtpServer::start_with_account(SmtpMode::Plain, "gatepass", "secret").await;
    let dir = tempfile::tempdir().unwrap();
    let password = dir.path().join("password");
    write_with_mode(&password, "secret", 0o600);
    let section = server
        .section(&format!("user = \"gatepass\"\npassword_file = {password:?}"))
        .replace("\"none\"", "\"starttls\"");
    let error = refused(&server, &section).await;
    assert!(matches!(error, MailError::NoStartTls), "{error}");
}

/// CVE-2011-0411 is this mistake in servers; clients make it too (Poddebniak et al., "Why TLS is better without
/// STARTTLS", USENIX Security 2021).
#[tokio::test]
async fn words_that_were_added_before_tls_end_the_connection() {
    let server = SmtpServer::start(SmtpMode::StartTlsOutOfTurn).await;
    let error = refused(&server, &server.section("")).await;
    assert!(error.to_string().contains("out of turn"), "{error}");
}

#[tokio::test]
async fn tls_from_the_first_byte_is_not_talked_out_of_it() {
    let server = SmtpServer::start(SmtpMode::Plain).await;
    let section = server.section("").replace("\"none\"", "\"implicit\"");
    let error = refused(&server, &section).await;
    assert!(matches!(error, MailError::Unreachable(_)), "{error}");
}

#[tokio::test]
async fn authorities_that_cannot_be_read_stop_the_start() {
    let server = SmtpServer::start(SmtpMode::Implicit).await;
    let settings = settings(&server.section(""));
    for text in [
        "",
        "no certificate",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ] {
        std::fs::write(server.ca_path(), text).unwrap();
        let error = Mailer::new(&settings).unwrap_err().to_string();
        assert!(error.contains("ca.pem"), "{error}");
    }
}
