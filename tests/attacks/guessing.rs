//! Guessing: counted before it is verified, per grant and per network, so that neither many hands at once (Keycloak
//! CVE-2024-4629), nor other spellings of a name (Authelia CVE-2025-24806, CVE-2026-47203), nor starting again get
//! one try more; and a flood of guesses costs those who are signed in nothing.

use futures_util::future::join_all;
use gatepass::audit::Action;
use gatepass::crypto::PoolBusy;
use reqwest::Method;

use crate::support::{BEHIND_A_PROXY, Guess, Guesser, Protocol, World, WorldBuilder, body_of};

async fn behind_a_proxy() -> World {
    WorldBuilder::new().top(BEHIND_A_PROXY).start().await
}

#[tokio::test]
async fn fifty_parallel_guesses_are_five() {
    let world = behind_a_proxy().await;
    let created = world.grant().await;
    let inside = world.client(Protocol::Http2);
    inside.sign_in(&created.credentials).await;
    let before = world
        .count_of(Action::SignInAttempted, Some(created.grant.id))
        .await;
    let guessers: Vec<Guesser> = (0..10).map(|_| Guesser::at(&world)).collect();
    let guesses = (0..50).map(|number: usize| {
        let guesser = &guessers[number % 10];
        let user_name = created.credentials.user_name.as_str();
        async move {
            let password = format!("guess {number}");
            let guess = Guess {
                user_name,
                password: &password,
                code: "",
            };
            guesser
                .sign_in(&format!("198.51.100.{number}"), guess)
                .await
                .status()
                .as_u16()
        }
    });
    for status in join_all(guesses).await {
        // 429: more wait for a slow hash than may wait.
        assert!([401, 429].contains(&status), "{status}");
    }
    let now = world
        .count_of(Action::SignInAttempted, Some(created.grant.id))
        .await;
    assert_eq!(now - before, 5, "tries that were verified");
    let late = guessers[0]
        .sign_in("203.0.113.1", Guess::right(&created.credentials))
        .await;
    assert_eq!(late.status(), 401, "locked for the right password too");
    assert_eq!(
        inside.visit("/contacts").await.status(),
        200,
        "whoever is in stays in"
    );
    let fresh = world.regenerate(created.grant.id).await;
    let again = guessers[0].sign_in("203.0.113.1", Guess::right(&fresh)).await;
    assert_eq!(again.status(), 200, "and new credentials work");
}

#[tokio::test]
async fn fifty_parallel_codes_in_one_session_are_five() {
    let world = behind_a_proxy().await;
    let (client, grant) = world.signed_in(Protocol::Http2).await;
    let guesses = (0..50).map(|number| {
        let request = client
            .request(Method::GET, "/billing")
            .header("x-2fa-code", format!("{number:08}"));
        async move {
            body_of(request.send().await.unwrap()).await["errorType"]
                .as_str()
                .unwrap()
                .to_owned()
        }
    });
    let answers = join_all(guesses).await;
    assert!(
        answers.iter().filter(|it| *it == "totp-invalid").count() <= 5
            && answers
                .iter()
                .all(|it| ["totp-invalid", "totp-max-attempts"].contains(&it.as_str())),
        "{answers:?}"
    );
    assert_eq!(world.count_of(Action::CodeAttempted, Some(grant.id)).await, 5);
    assert_eq!(world.app.count(), 0);
    assert_eq!(
        client.visit("/contacts").await.status(),
        200,
        "the session itself goes on"
    );
}

#[tokio::test]
async fn a_name_has_one_count_however_it_is_written() {
    let world = behind_a_proxy().await;
    let created = world.grant().await;
    let name = created.credentials.user_name.as_str();
    let spellings = [
        name.to_uppercase(),
        format!(" {name}"),
        format!("{name}\t"),
        format!("\u{a0}{name}\n"),
        name.to_owned(),
    ];
    let guesser = Guesser::at(&world);
    for (number, user_name) in spellings.iter().enumerate() {
        let guess = Guess {
            user_name,
            password: "guess",
            code: "",
        };
        let network = format!("198.51.100.{number}");
        assert_eq!(guesser.sign_in(&network, guess).await.status(), 401);
    }
    let right = guesser
        .sign_in("203.0.113.1", Guess::right(&created.credentials))
        .await;
    assert_eq!(right.status(), 401, "five spellings were five tries");
}

#[tokio::test]
async fn starting_again_gives_no_new_tries_at_the_code() {
    let world = behind_a_proxy().await;
    let created = world.grant().await;
    let right = Guess::right(&created.credentials);
    let guesser = Guesser::at(&world);
    for number in 0..5 {
        // A right password opens half a session, which resets the count of passwords and not that of codes.
        let half = guesser
            .sign_in(&format!("198.51.100.{number}"), Guess { code: "", ..right })
            .await;
        assert!(half.headers().contains_key("set-cookie"), "the password is right");
        let wrong = Guess {
            code: "00000000",
            ..right
        };
        assert_eq!(
            guesser
                .sign_in(&format!("198.51.100.{number}"), wrong)
                .await
                .status(),
            401
        );
    }
    assert_eq!(
        guesser.sign_in("203.0.113.1", right).await.status(),
        401,
        "the right code comes too late"
    );
    let half = guesser.sign_in("203.0.113.2", Guess { code: "", ..right }).await;
    assert!(
        half.headers().contains_key("set-cookie"),
        "the password is still one"
    );
}

#[tokio::test]
async fn a_network_has_twenty_tries_over_all_names_and_its_neighbours_have_their_own() {
    let world = behind_a_proxy().await;
    let guesser = Guesser::at(&world);
    for (inside, outside) in [
        ("198.51.100.7", "198.51.100.8"),
        ("2001:db8:0:1::", "2001:db8:0:2::1"),
    ] {
        for number in 1..=21 {
            // In IPv6, one customer has a whole /64.
            let address = if inside.contains(':') {
                format!("{inside}{number}")
            } else {
                inside.to_owned()
            };
            let user_name = format!("nobody.{number}");
            let guess = Guess {
                user_name: &user_name,
                password: "guess",
                code: "",
            };
            let status = guesser.sign_in(&address, guess).await.status();
            assert_eq!(
                status,
                if number <= 20 { 401 } else { 429 },
                "try {number} from {address}"
            );
        }
        let guess = Guess {
            user_name: "nobody",
            password: "guess",
            code: "",
        };
        assert_eq!(guesser.sign_in(outside, guess).await.status(), 401, "{outside}");
    }
}

#[tokio::test]
async fn a_flood_of_slow_hashes_is_refused_and_those_inside_do_not_notice() {
    let world = behind_a_proxy().await;
    let (inside, _) = world.signed_in(Protocol::Http2).await;
    let created = world.grant_with(|wanted| wanted.grantor = "bob".to_owned()).await;
    let pool = world.running.gateway.actions.hashing.clone();
    // Fills every place, running and waiting, until it is let go.
    let (release, _) = tokio::sync::broadcast::channel::<()>(1);
    let mut held = Vec::new();
    loop {
        let mut hold = release.subscribe();
        let pool = pool.clone();
        let (begun, queued) = tokio::sync::oneshot::channel();
        held.push(tokio::spawn(async move {
            let mut work = Box::pin(pool.run(move || hold.blocking_recv()));
            // The first poll takes a place or is refused.
            let first = futures_util::poll!(work.as_mut());
            let _ = begun.send(matches!(first, std::task::Poll::Ready(Err(PoolBusy))));
            if first.is_pending() {
                let _ = work.await;
            }
        }));
        assert!(held.len() < 200, "there is no bound");
        if queued.await.unwrap() {
            break;
        }
    }
    let right = Guess::right(&created.credentials);
    let guesser = Guesser::at(&world);
    let refused = guesser.sign_in("198.51.100.7", right).await;
    assert_eq!(refused.status(), 429);
    assert!(refused.headers().contains_key("retry-after"));
    for _ in 0..20 {
        assert_eq!(inside.visit("/contacts").await.status(), 200);
    }
    drop(release);
    join_all(held).await;
    assert_eq!(
        guesser.sign_in("198.51.100.7", right).await.status(),
        200,
        "and then it works"
    );
}
