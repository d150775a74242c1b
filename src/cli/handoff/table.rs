//! Somebody sits in a room: what the gateway says of it, checked with one's own keys before anything is read or written.

use anyhow::anyhow;
use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;
use serde_json::{Value, json};

use super::portal::{Portal, Refused};
use super::room::{SeatArguments, token_in};
use crate::access::RoomId;
use crate::access::room::Seat;
use crate::cli::output;
use crate::crypto::{Secret, read_private};
use crate::handoff::{Conversation, EncryptionPassword, OwnKeys, Place, PublicKeys, Said, proof_of_return};

/// Why nothing goes on where somebody has meddled.
const CALL_THEM: &str = "do not trust this room: call the other side, close it, and open a new one";

pub(super) struct Table {
    portal: Portal,
    token: Secret,
    room: RoomId,
    pub(super) seat: Seat,
    pub(super) talk: Conversation,
    messages: Vec<Message>,
}

/// Bytes, as base64url.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Bytes(Vec<u8>);

impl TryFrom<String> for Bytes {
    type Error = data_encoding::DecodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        BASE64URL_NOPAD.decode(text.as_bytes()).map(Self)
    }
}

#[derive(Deserialize)]
struct Room {
    seat: String,
    members: Vec<Member>,
    wrapped: Wrapped,
    messages: Vec<Message>,
}

#[derive(Deserialize)]
struct Member {
    seat: String,
    agreement: Bytes,
    signing: Bytes,
    tag: Bytes,
}

#[derive(Deserialize)]
struct Wrapped {
    salt: Bytes,
    sealed: Bytes,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Message {
    pub(super) seat: String,
    pub(super) number: u32,
    epoch: u32,
    there: bool,
    digest: Bytes,
    signature: Bytes,
    read_once: bool,
    read_at: Option<String>,
}

/// What the portal allows, or its own words for why not.
pub(super) fn allowed(answer: Result<Value, Refused>) -> anyhow::Result<Value> {
    answer.map_err(|refused| anyhow!("the portal refuses: {}", refused.words))
}

impl Table {
    pub(super) async fn sit_down(asked: &SeatArguments) -> anyhow::Result<Self> {
        let no_room = || anyhow!("this is no room: expected https://…/rooms/…");
        let (url, id) = asked.room.trim().split_once("/rooms/").ok_or_else(no_room)?;
        let room: RoomId = id.parse().map_err(|_| no_room())?;
        let file = asked.words.display();
        let words = read_private(&asked.words).map_err(|error| anyhow!("cannot use `{file}`: {error}"))?;
        let password = EncryptionPassword::parse(words.reveal())
            .ok_or_else(|| anyhow!("`{file}` does not hold twelve words of the list"))?;
        let portal = Portal::at(url, &asked.reaching)?;
        let token = match &asked.token_file {
            Some(file) => token_in(file)?,
            None => come_back(&portal, room, &password).await?,
        };
        let told = allowed(
            portal
                .get(&format!("/handoff/rooms/{room}"), Some(token.reveal()))
                .await?,
        )?;
        let told: Room =
            serde_json::from_value(told).map_err(|_| anyhow!("`{url}` is no portal of this version"))?;
        let seat: Seat = told.seat.parse()?;
        let own = OwnKeys::unwrap(
            &password,
            &told.wrapped.salt.0,
            &told.wrapped.sealed.0,
            room,
            seat,
        )?;
        let mut other = None;
        for member in told.members {
            let keys = PublicKeys {
                tag: member.tag.0.try_into().map_err(|_| anyhow!(CALL_THEM))?,
                agreement: member.agreement.0,
                signing: member.signing.0,
            };
            if member.seat == seat.as_str() {
                if keys != own.public(room, seat) {
                    return Err(anyhow!("the portal shows other keys than yours: {CALL_THEM}"));
                }
            } else if other.replace(keys).is_some() {
                return Err(anyhow!("the portal shows a third in the room: {CALL_THEM}"));
            }
        }
        let talk =
            Conversation::new(room, seat, own, other).map_err(|error| anyhow!("{error}: {CALL_THEM}"))?;
        let table = Self {
            portal,
            token,
            room,
            seat,
            talk,
            messages: told.messages,
        };
        table.check()?;
        Ok(table)
    }

    /// The messages of each seat are 1, 2, 3, …, each signed in its place, also those that are gone.
    fn check(&self) -> anyhow::Result<()> {
        for seat in Seat::BOTH {
            let mut of_seat: Vec<_> = self
                .messages
                .iter()
                .filter(|it| it.seat == seat.as_str())
                .collect();
            of_seat.sort_by_key(|message| message.number);
            for (expected, message) in (1..).zip(of_seat) {
                let digest = <[u8; 32]>::try_from(message.digest.0.as_slice());
                let signed = digest.is_ok_and(|digest| {
                    self.talk
                        .is_signed(message.place(seat), &digest, &message.signature.0)
                });
                if message.number != expected || !signed {
                    return Err(anyhow!(
                        "a message is missing, was changed or put elsewhere: {CALL_THEM}"
                    ));
                }
            }
        }
        Ok(())
    }

    pub(super) fn written_by(&self, seat: Seat) -> u32 {
        let count = self.messages.iter().filter(|it| it.seat == seat.as_str()).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// Of the other side, and not read by anybody.
    pub(super) fn unread(&self) -> impl Iterator<Item = &Message> {
        let of_other = self.seat.other().as_str();
        let messages = self.messages.iter().filter(move |it| it.seat == of_other);
        messages.filter(|it| it.there && it.read_at.is_none())
    }

    pub(super) async fn open(&self, message: &Message) -> anyhow::Result<Said> {
        let path = format!(
            "/handoff/rooms/{}/messages/{}/{}",
            self.room, message.seat, message.number
        );
        let told = allowed(self.portal.get(&path, Some(self.token.reveal())).await?)?;
        let sealed = told.get("sealed").and_then(Value::as_str).unwrap_or_default();
        let sealed = BASE64URL_NOPAD.decode(sealed.as_bytes()).unwrap_or_default();
        let place = message.place(message.seat.parse()?);
        let said = self.talk.open(place, &sealed, &message.signature.0);
        let said = said.map_err(|error| anyhow!("message {}: {error}: {CALL_THEM}", message.number))?;
        // Of what this seat wrote, its writer had seen more than there is.
        if said.after > self.written_by(self.seat) {
            return Err(anyhow!("messages of yours are missing: {CALL_THEM}"));
        }
        Ok(said)
    }

    pub(super) async fn post(&self, rest: &str, body: &Value) -> anyhow::Result<Value> {
        let path = format!("/handoff/rooms/{}{rest}", self.room);
        allowed(self.portal.post(&path, Some(self.token.reveal()), body).await?)
    }

    pub(super) fn say_six_words(&self) {
        let aside = match self.talk.check_words() {
            Some(words) => format!(
                "Read each other on the phone: {words}. They are the same on both sides, unless somebody sits in between.\n"
            ),
            None => "Nobody has joined yet.\n".to_owned(),
        };
        output::say_aside(&aside);
    }
}

impl Message {
    fn place(&self, seat: Seat) -> Place {
        Place {
            seat,
            epoch: self.epoch,
            number: self.number,
            read_once: self.read_once,
        }
    }
}

/// A guest has no account: the words prove who they are.
async fn come_back(portal: &Portal, room: RoomId, password: &EncryptionPassword) -> anyhow::Result<Secret> {
    let door = allowed(portal.get(&format!("/handoff/rooms/{room}/door"), None).await?)?;
    let salt = door.get("salt").and_then(Value::as_str).unwrap_or_default();
    let salt = BASE64URL_NOPAD.decode(salt.as_bytes()).unwrap_or_default();
    let proof = BASE64URL_NOPAD.encode(proof_of_return(password, &salt).as_slice());
    let returned = portal
        .post(
            &format!("/handoff/rooms/{room}/return"),
            None,
            &json!({"proof": proof}),
        )
        .await?;
    let returned = returned.map_err(|_| {
        anyhow!("these words do not open the room, or it is closed; with an account, add `--token-file FILE`")
    })?;
    let token = returned.get("guestToken").and_then(Value::as_str);
    token
        .map(|token| Secret::new(token.to_owned()))
        .ok_or_else(|| anyhow!("the portal let nobody in"))
}
