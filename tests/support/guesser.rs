//! A program that signs in again and again, each time from whichever network it likes: it stands behind a proxy that
//! the gateway trusts.

use gatepass::actions::Credentials;
use reqwest::{Method, Response};

use super::client::{Client, Protocol};
use super::world::World;

/// For [`super::WorldBuilder::top`].
pub const BEHIND_A_PROXY: &str = "trusted_proxies = [\"127.0.0.0/8\"]";

/// What is sent; without a code where it is empty.
#[derive(Debug, Clone, Copy)]
pub struct Guess<'g> {
    pub user_name: &'g str,
    pub password: &'g str,
    pub code: &'g str,
}

impl<'g> Guess<'g> {
    pub fn right(credentials: &'g Credentials) -> Self {
        Self {
            user_name: &credentials.user_name,
            password: credentials.password.reveal(),
            code: credentials
                .security_code
                .as_ref()
                .map_or("", |code| code.reveal()),
        }
    }
}

pub struct Guesser(Client);

impl Guesser {
    pub fn at(world: &World) -> Self {
        Self(world.client(Protocol::Http2))
    }

    pub async fn sign_in(&self, network: &str, guess: Guess<'_>) -> Response {
        self.sign_in_reading(network, guess, "*/*").await
    }

    /// `accept`: who reads the answer, a person (`text/html`) or a program.
    pub async fn sign_in_reading(&self, network: &str, guess: Guess<'_>, accept: &str) -> Response {
        let mut form = vec![("username", guess.user_name), ("password", guess.password)];
        if !guess.code.is_empty() {
            form.push(("code", guess.code));
        }
        let request = self.0.request(Method::POST, "/.gatepass/sign-in");
        let request = request
            .header("x-forwarded-for", network)
            .header("accept", accept);
        request.form(&form).send().await.unwrap()
    }
}
