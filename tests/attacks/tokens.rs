//! Access tokens for an app: used elsewhere, in other places, after their end, and by others than their owner's program.

use std::collections::BTreeMap;
use std::time::Duration;

use gatepass::access::{Account, AccountId, AppAccess, EmailAddress, Role, ScopeName, SiteName, Visibility};
use gatepass::actions::account::{EmailStanding, NewAccount, NewToken, ShownToken, Start};
use gatepass::crypto::Secret;
use reqwest::{Method, Response};

use crate::support::{Client, Protocol, World, WorldBuilder, operator};

/// Two sites of one app, and Ann, who has a user in both.
struct Office {
    world: World,
    ann: Account,
}

impl Office {
    async fn open(visitors: &str) -> Self {
        let app = crate::support::App::start().await;
        let other = format!(
            "[[site]]\nname = \"other\"\nhosts = [\"other.test\"]\nupstream = [\"http://{}\"]\n\
             elsewhere = \"full\"\n",
            app.address
        );
        let site = format!(
            "visitors = \"{visitors}\"\nelsewhere = \"full\"\n\
             [[site.scope]]\nname = \"messages\"\nlabel = \"Messages\"\nmatch = [{{ path = \"/messages/**\" }}]\n"
        );
        let world = WorldBuilder::new().site(&site).after(&other).start().await;
        let new = NewAccount {
            name: "ann".parse().unwrap(),
            email: "ann@example.com".parse::<EmailAddress>().unwrap(),
            email_standing: EmailStanding::Unproven,
            role: Role::Grantor,
            apps: ["crm", "other"]
                .into_iter()
                .map(|site| (SiteName::new(site), "ann".to_owned()))
                .collect(),
            start: Start::Password(Secret::new("tulip harbour nineteen".to_owned())),
        };
        let actions = &world.running.gateway.actions;
        let ann = actions.add_account(new, operator()).await.unwrap().account;
        Self { world, ann }
    }

    async fn token(&self, change: impl FnOnce(&mut NewToken)) -> ShownToken {
        let mut new = NewToken {
            name: "sync".to_owned(),
            bypass_second_factor: true,
            app: Some(AppAccess {
                site: SiteName::new("crm"),
                scopes: BTreeMap::new(),
                read_only: false,
            }),
            ..NewToken::default()
        };
        change(&mut new);
        let actions = &self.world.running.gateway.actions;
        actions.create_token(self.ann.id, new, operator()).await.unwrap()
    }

    fn client(&self) -> Client {
        self.world.client(Protocol::Http2)
    }

    async fn get(&self, token: &str, path: &str) -> Response {
        let request = self.client().request(Method::GET, path).bearer_auth(token);
        request.send().await.unwrap()
    }
}

#[tokio::test]
async fn a_token_of_one_site_opens_no_other() {
    let office = Office::open("refuse").await;
    let token = office.token(|_| {}).await;
    assert_eq!(office.get(token.secret.reveal(), "/").await.status(), 200);
    let there = office.client().at("other.test");
    let there = there.request(Method::GET, "/").bearer_auth(token.secret.reveal());
    assert_eq!(there.send().await.unwrap().status(), 403);
}

#[tokio::test]
async fn what_was_not_ticked_stays_hidden() {
    let office = Office::open("refuse").await;
    let before = office.world.app.count();
    let blind = office.token(|_| {}).await;
    assert_eq!(
        office.get(blind.secret.reveal(), "/messages/1").await.status(),
        403
    );
    assert_eq!(
        office
            .get(blind.secret.reveal(), "/x/../messages/1")
            .await
            .status(),
        403
    );
    assert_eq!(office.world.app.count(), before);
    let seeing = office.token(|new| {
        new.name = "reader".to_owned();
        let access = new.app.as_mut().unwrap();
        access.scopes = BTreeMap::from([(ScopeName::new("messages"), Visibility::Full)]);
    });
    let seeing = seeing.await;
    assert_eq!(
        office.get(seeing.secret.reveal(), "/messages/1").await.status(),
        200
    );
}

/// Also where visitors pass: whoever shows a token of ours is none.
#[tokio::test]
async fn only_a_right_token_in_a_header_counts() {
    for visitors in ["refuse", "pass"] {
        let office = Office::open(visitors).await;
        let token = office.token(|_| {}).await;
        let secret = token.secret.reveal();
        let api = office.token(|new| {
            new.name = "api".to_owned();
            new.app = None;
        });
        let api = api.await;
        let before = office.world.app.count();
        let mistyped = format!(
            "{}{}",
            &secret[..secret.len() - 1],
            if secret.ends_with('0') { 'x' } else { '0' }
        );
        let unknown = gatepass::crypto::AccessToken::generate(gatepass::crypto::TokenKind::Personal);
        for wrong in [
            mistyped.as_str(),
            unknown.reveal(),
            api.secret.reveal(),
            "gp_pat_",
        ] {
            assert_eq!(office.get(wrong, "/").await.status(), 401, "{visitors} {wrong}");
        }
        let client = office.client();
        let twice = client.request(Method::GET, "/").bearer_auth(secret);
        let twice = twice.header("x-auth-token", secret).send().await.unwrap();
        assert_eq!(twice.status(), 400);
        assert_eq!(office.world.app.count(), before, "{visitors}");
        if visitors == "refuse" {
            for elsewhere in [
                client.request(Method::GET, &format!("/?access_token={secret}")),
                client
                    .request(Method::GET, "/")
                    .header("cookie", format!("__Host-gatepass={secret}")),
            ] {
                assert_eq!(elsewhere.send().await.unwrap().status(), 401);
            }
            assert_eq!(office.world.app.count(), before);
        }
    }
}

#[tokio::test]
async fn a_token_works_from_its_networks_only() {
    let office = Office::open("refuse").await;
    let far = office.token(|new| new.networks = vec!["192.0.2.0/24".parse().unwrap()]);
    let far = far.await;
    assert_eq!(office.get(far.secret.reveal(), "/").await.status(), 403);
}

/// Whatever ends a token ends what runs with it, and the next request.
#[tokio::test]
async fn the_end_of_a_token_cuts_what_runs_with_it() {
    let office = Office::open("refuse").await;
    let actions = &office.world.running.gateway.actions;
    for end in ["revoked", "renewed", "owner disabled"] {
        let token = office.token(|new| new.name = end.to_owned()).await;
        let other = office.token(|new| new.name = format!("not {end}")).await;
        let mut stream = office.get(token.secret.reveal(), "/live/events").await;
        let mut spared = office.get(other.secret.reveal(), "/live/events").await;
        assert!(stream.chunk().await.unwrap().is_some(), "it flows");
        let (ann, id): (AccountId, _) = (office.ann.id, token.stored.id);
        match end {
            "revoked" => drop(actions.revoke_token(ann, id, operator()).await.unwrap().unwrap()),
            "renewed" => drop(
                actions
                    .regenerate_token(ann, id, operator())
                    .await
                    .unwrap()
                    .unwrap(),
            ),
            _ => actions.disable_account(ann, operator()).await.unwrap(),
        }
        let ended = async { while let Ok(Some(_)) = stream.chunk().await {} };
        let soon = Duration::from_secs(2);
        assert!(
            tokio::time::timeout(soon, ended).await.is_ok(),
            "{end}: it goes on"
        );
        assert_eq!(
            office.get(token.secret.reveal(), "/").await.status(),
            401,
            "{end}"
        );
        if end != "owner disabled" {
            assert!(
                spared.chunk().await.unwrap().is_some(),
                "{end}: the other one goes on"
            );
        }
    }
    // Ann is back, and none of her tokens.
    actions.enable_account(office.ann.id, operator()).await.unwrap();
    let late = office.token(|new| new.name = "late".to_owned()).await;
    assert_eq!(office.get(late.secret.reveal(), "/").await.status(), 200);
}
