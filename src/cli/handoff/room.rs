//! `gatepass handoff room …`: a room for two, without a browser. Keys and words are made here, and stay here.

use std::fs::{self, OpenOptions};
use std::io::{IsTerminal, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::{Args, Subcommand};
use data_encoding::BASE64URL_NOPAD;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::portal::{Portal, Reaching};
use super::send::{portal_of, secret_from_stdin};
use super::table::{Table, allowed};
use crate::access::RoomId;
use crate::access::room::{LONGEST_INVITATION, Seat};
use crate::cli::{Outcome, output};
use crate::config::parse_duration;
use crate::crypto::{Secret, TokenDigest, random_bytes, read_private};
use crate::handoff::{Content, EncryptionPassword, OwnKeys, Place, RoomKey, Said};

#[derive(Debug, Subcommand)]
pub(super) enum RoomCommand {
    /// Open a room, and print the invitation for the one person who is to join it
    Open(OpenArguments),
    /// Join a room as its guest, with the invitation that was sent to you
    Join(JoinArguments),
    /// Encrypt what comes on standard input, and leave it in a room
    Write(WriteArguments),
    /// Print what the other side wrote and nobody has read yet
    Read(SeatArguments),
    /// Close a room: everything in it is deleted, for both sides
    Close(SeatArguments),
}

#[derive(Debug, Args)]
pub(super) struct OpenArguments {
    /// What the room is about; the other side sees it, and it is not encrypted
    #[arg(long)]
    title: String,
    /// The number of the support case
    #[arg(long, default_value = "")]
    case: String,
    /// The portal's address, such as `https://support.example.com`; the one in the config, if nothing is said
    #[arg(long, value_name = "URL")]
    to: Option<String>,
    /// A file that holds a personal access token and nothing else, readable by its owner only
    #[arg(long, value_name = "FILE")]
    token_file: PathBuf,
    /// Where your twelve words are written; the file must not be there yet
    #[arg(long, value_name = "FILE")]
    words: PathBuf,
    /// How long the room lasts
    #[arg(long = "for", value_name = "DURATION", default_value = "24h", value_parser = parse_duration)]
    lasts: SignedDuration,
    #[command(flatten)]
    reaching: Reaching,
}

#[derive(Debug, Args)]
pub(super) struct JoinArguments {
    /// The whole invitation, in quotes
    #[arg(value_name = "LINK")]
    link: String,
    /// Your name; the other side sees it
    #[arg(long)]
    name: String,
    /// Where your twelve words are written; the file must not be there yet
    #[arg(long, value_name = "FILE")]
    words: PathBuf,
    #[command(flatten)]
    reaching: Reaching,
}

#[derive(Debug, Args)]
pub(super) struct SeatArguments {
    /// The room's address
    #[arg(value_name = "ROOM")]
    pub(super) room: String,
    /// The file with your twelve words, readable by its owner only
    #[arg(long, value_name = "FILE")]
    pub(super) words: PathBuf,
    /// Who has an account: a file that holds a personal access token and nothing else
    #[arg(long, value_name = "FILE")]
    pub(super) token_file: Option<PathBuf>,
    #[command(flatten)]
    pub(super) reaching: Reaching,
}

#[derive(Debug, Args)]
pub(super) struct WriteArguments {
    #[command(flatten)]
    seat: SeatArguments,
    /// Keep it until the room is closed, also when it was read
    #[arg(long)]
    keep: bool,
}

pub(super) async fn room(config: &Path, asked: RoomCommand) -> anyhow::Result<Outcome> {
    match asked {
        RoomCommand::Open(asked) => open(config, &asked).await,
        RoomCommand::Join(asked) => join(&asked).await,
        RoomCommand::Write(asked) => write(&asked).await,
        RoomCommand::Read(asked) => read(&asked).await,
        RoomCommand::Close(asked) => close(&asked).await,
    }
}

async fn open(config: &Path, asked: &OpenArguments) -> anyhow::Result<Outcome> {
    let url = match &asked.to {
        Some(url) => url.trim_end_matches('/').to_owned(),
        None => portal_of(config)?,
    };
    let token = token_in(&asked.token_file)?;
    let portal = Portal::at(&url, &asked.reaching)?;
    let (room, invitation) = (RoomId::from_bytes(random_bytes()), RoomKey::generate());
    let seat = NewSeat::draw(room, Seat::Host, &invitation)?;
    let words = seat.keep_words(&asked.words)?;
    let body = json!({
        "id": room,
        "title": asked.title,
        "supportCase": asked.case,
        "lasts": asked.lasts.as_secs(),
        "invitation": {
            "id": invitation.id(),
            "proof": BASE64URL_NOPAD.encode(&TokenDigest::of_bytes(invitation.proof().as_slice()).0),
            "lasts": asked.lasts.min(LONGEST_INVITATION).as_secs(),
        },
        "host": seat.body,
    });
    let made = portal.post("/handoff/rooms", Some(token.reveal()), &body).await?;
    allowed(made).inspect_err(|_| words.forget())?;
    output::print(&format!(
        "{url}/join/{}#{}\n",
        invitation.id(),
        invitation.text().reveal()
    ))?;
    output::say_aside(&format!(
        "Send this invitation to one person. The room is {url}/rooms/{room}; your words are in `{}`.\n",
        asked.words.display()
    ));
    Ok(Outcome::Done)
}

async fn join(asked: &JoinArguments) -> anyhow::Result<Outcome> {
    let no_link =
        || anyhow!("this is no invitation to a room: expected https://…/join/…#…, whole and in quotes");
    let (address, key) = asked.link.trim().split_once('#').ok_or_else(no_link)?;
    let (url, id) = address.split_once("/join/").ok_or_else(no_link)?;
    let invitation = RoomKey::parse(key).filter(|key| key.id().to_string() == id);
    let invitation = invitation.ok_or_else(no_link)?;
    let portal = Portal::at(url, &asked.reaching)?;
    let proof = BASE64URL_NOPAD.encode(invitation.proof().as_slice());
    let looked = portal
        .post(
            &format!("/handoff/invitations/{id}/look"),
            None,
            &json!({"proof": proof}),
        )
        .await?;
    let looked = allowed(looked)?;
    let room = looked.get("room").and_then(Value::as_str);
    let room: RoomId = room
        .and_then(|room| room.parse().ok())
        .ok_or_else(|| anyhow!("`{url}` is no portal"))?;
    let seat = NewSeat::draw(room, Seat::Guest, &invitation)?;
    let words = seat.keep_words(&asked.words)?;
    let body = json!({"proof": proof, "name": asked.name, "guest": seat.body});
    let joined = portal
        .post(&format!("/handoff/invitations/{id}/join"), None, &body)
        .await?;
    allowed(joined).inspect_err(|_| words.forget())?;
    output::print(&format!("{url}/rooms/{room}\n"))?;
    output::say_aside(&format!(
        "You sit in the room; your words are in `{}`.\n",
        asked.words.display()
    ));
    Ok(Outcome::Done)
}

async fn write(asked: &WriteArguments) -> anyhow::Result<Outcome> {
    let table = Table::sit_down(&asked.seat).await?;
    let text = secret_from_stdin()?.reveal().to_owned();
    let place = Place {
        seat: table.seat,
        epoch: table.talk.epoch(),
        number: table.written_by(table.seat) + 1,
        read_once: !asked.keep,
    };
    let said = Said {
        after: table.written_by(table.seat.other()),
        said: Content::Text { text },
    };
    let (sealed, signature) = table.talk.seal(place, &said)?;
    let body = json!({
        "number": place.number,
        "epoch": place.epoch,
        "sealed": BASE64URL_NOPAD.encode(&sealed),
        "signature": BASE64URL_NOPAD.encode(&signature),
        "readOnce": place.read_once,
    });
    table.post("/messages", &body).await?;
    table.say_six_words();
    Ok(Outcome::Done)
}

async fn read(asked: &SeatArguments) -> anyhow::Result<Outcome> {
    let table = Table::sit_down(asked).await?;
    table.say_six_words();
    let on_terminal = std::io::stdout().is_terminal();
    for message in table.unread() {
        let said = table.open(message).await?;
        output::print(&shown(&said.said, on_terminal))?;
        let read = format!("/messages/{}/{}/read", message.seat, message.number);
        table.post(&read, &json!({})).await?;
    }
    Ok(Outcome::Done)
}

async fn close(asked: &SeatArguments) -> anyhow::Result<Outcome> {
    let table = Table::sit_down(asked).await?;
    table.post("/close", &json!({})).await?;
    output::say_aside("The room is closed, and everything in it is deleted.\n");
    Ok(Outcome::Done)
}

/// A file is for a program: it comes as it is. A terminal is not rewritten by what somebody else wrote.
fn shown(content: &Content, on_terminal: bool) -> String {
    match content {
        Content::Text { text } => format!("{}\n", output::printable_lines(text, on_terminal)),
        Content::Credentials { lines } => lines
            .iter()
            .map(|line| {
                let [label, value] =
                    [&line.label, &line.value].map(|text| output::printable_lines(text, on_terminal));
                format!("{label}: {value}\n")
            })
            .collect(),
        Content::File { name, bytes } => {
            let content = BASE64URL_NOPAD.decode(bytes.as_bytes()).unwrap_or_default();
            let text = String::from_utf8_lossy(&content);
            if on_terminal {
                format!(
                    "{}:\n{}\n",
                    output::Printable(name),
                    output::printable_lines(&text, true)
                )
            } else {
                text.into_owned()
            }
        }
    }
}

pub(super) fn token_in(file: &Path) -> anyhow::Result<Secret> {
    let token = read_private(file).map_err(|error| anyhow!("cannot use `{}`: {error}", file.display()))?;
    Ok(Secret::new(token.reveal().trim().to_owned()))
}

/// What somebody makes who sits down.
struct NewSeat {
    body: Value,
    password: EncryptionPassword,
}

/// The file with the words.
struct Words<'p>(&'p Path);

impl Words<'_> {
    /// Nothing came of it: the next try may use the name again.
    fn forget(&self) {
        let _ = fs::remove_file(self.0);
    }
}

impl NewSeat {
    fn draw(room: RoomId, seat: Seat, invitation: &RoomKey) -> anyhow::Result<Self> {
        let own = OwnKeys::generate(invitation.clone());
        let password = EncryptionPassword::generate();
        let (shown, wrapped) = (own.public(room, seat), own.wrap(&password, room, seat)?);
        let text = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
        let body = json!({
            "agreement": text(&shown.agreement),
            "signing": text(&shown.signing),
            "tag": text(&shown.tag),
            "wrapped": {"salt": text(&wrapped.salt), "sealed": text(&wrapped.sealed)},
            "returnProof": text(&TokenDigest::of_bytes(wrapped.return_proof.as_slice()).0),
        });
        Ok(Self { body, password })
    }

    /// Before anything is sent: words that cannot be kept would lock their owner out.
    fn keep_words<'p>(&self, file: &'p Path) -> anyhow::Result<Words<'p>> {
        let opened = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(file);
        opened
            .and_then(|mut opened| writeln!(opened, "{}", self.password.words()))
            .map_err(|error| anyhow!("cannot keep your words in `{}`: {error}", file.display()))?;
        Ok(Words(file))
    }
}
