//! Letters that nobody waits for arrive when the server can take them, and say so in the log when they never do.

use std::time::Duration;

use gatepass::mail::{Outbox, OutboxFull};
use tokio::net::TcpListener;

use super::support::{Log, SmtpMode, SmtpServer};
use super::{letter, mailer};

const SOON: [Duration; 3] = [
    Duration::from_millis(200),
    Duration::from_millis(500),
    Duration::from_secs(2),
];

#[tokio::test]
async fn a_letter_arrives_when_a_server_that_was_down_comes_back() {
    let down = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = down.local_addr().unwrap();
    let section = format!(
        "[mail]\nserver = \"localhost\"\nport = {}\ntls = \"none\"\nfrom = \"a@b.example\"",
        address.port()
    );
    let outbox = Outbox::trying_again_after(SOON, mailer(&section));
    outbox.post(letter("Hello", "text")).unwrap();
    // The first attempt finds a server that is just going.
    drop(down.accept().await.unwrap());
    drop(down);
    let server = SmtpServer::start_as(SmtpMode::Plain, "localhost", None, address).await;
    let mails = server.wait_for(1).await;
    assert_eq!(mails[0].subject(), "Hello");
    assert_eq!(outbox.finish(Duration::from_secs(10)).await, 0);
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_server_that_makes_strangers_wait_gets_the_letter_in_the_end() {
    let server = SmtpServer::start(SmtpMode::StartTls).await;
    server.answer_recipients(&["450 4.7.1 come back later", "451 4.3.0 not yet"]);
    let outbox = Outbox::trying_again_after(SOON, mailer(&server.section("")));
    outbox.post(letter("Hello", "text")).unwrap();
    assert_eq!(outbox.finish(Duration::from_secs(20)).await, 0);
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_letter_that_is_given_up_is_logged_once_and_not_shown() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(log.clone())
        .with_ansi(false)
        .with_max_level(tracing::Level::TRACE)
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let server = SmtpServer::start(SmtpMode::Plain).await;
    let outbox = Outbox::trying_again_after([Duration::ZERO; 3], mailer(&server.section("")));
    server.answer_recipients(&["450 4.7.1 no"; 4]);
    outbox.post(letter("Your code", "code 123-456")).unwrap();
    assert_eq!(outbox.finish(Duration::from_secs(20)).await, 0);
    server.answer_recipients(&["550 5.1.1 Your code 123-456 is unwanted"]);
    outbox.post(letter("Your code", "code 123-456")).unwrap();
    assert_eq!(outbox.finish(Duration::from_secs(20)).await, 0);

    let log = log.text();
    let told: Vec<&str> = log
        .lines()
        .filter(|line| line.contains("a letter is not sent"))
        .collect();
    assert_eq!(told.len(), 2, "{log}");
    assert!(
        told[0].contains("ann@customer.example") && told[0].contains("mail.attempts=4"),
        "{log}"
    );
    assert!(
        told[1].contains("550 5.1.1") && told[1].contains("mail.attempts=1"),
        "{log}"
    );
    assert!(!log.contains("123-456") && !log.contains("Your code"), "{log}");
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_full_outbox_says_so_and_does_not_block() {
    let server = SmtpServer::start(SmtpMode::Silent).await;
    let outbox = Outbox::new(mailer(&server.section("")));
    for _ in 0..1000 {
        outbox.post(letter("Hello", "text")).unwrap();
    }
    assert_eq!(outbox.post(letter("Hello", "text")), Err(OutboxFull));
    assert_eq!(outbox.finish(Duration::from_millis(10)).await, 1000);
}
