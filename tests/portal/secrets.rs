//! After everything was done, no secret is anywhere but where it was shown: not in the store, the journal or the log, in
//! no letter but its own, and on no second page (S2.6, S3.17, invariant 5).

use gatepass::access::Role;
use gatepass::actions::account::{EmailStanding, NewAccount, Start};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::member::{Member, Office, PASSWORD, Program, WithCode, a_request};
use crate::person::{browser, html, live_grant, request_support, shown, signed_in};
use crate::story::{Places, Story, files_below, word_at};
use crate::support::{Client, Log, Protocol, SmtpMode, SmtpServer, WorldBuilder, operator};

#[tokio::test]
async fn a_secret_is_nowhere_but_where_it_was_shown() {
    let log = Log::of_everything();
    let mails = SmtpServer::start(SmtpMode::Implicit).await;
    let office = Office::open_with(WorldBuilder::new().after(&mails.section(""))).await;
    let mut story = Story::default();
    {
        let ann = office.member("ann").await;
        let never = [PASSWORD.to_owned()]
            .into_iter()
            .chain(ann.recovery_codes.clone());
        never.for_each(|secret| story.keep("what was typed or drawn elsewhere", secret, Places::NOWHERE));
        let person = signed_in(&ann).await;
        support_is_given_twice(&mut story, &ann, &person).await;
        factors_and_tokens_are_made(&mut story, &ann, &person, &mails).await;
        let program = a_program_does_the_same(&mut story, &ann).await;
        somebody_is_invited(&mut story, &office).await;
        everything_is_looked_at(&mut story, &person, &program).await;
    }
    let running = files_below(office.world.dir.path());
    assert!(running.iter().any(|(name, _)| name.ends_with("gatepass.db-wal")));
    office.world.running.stop().await;
    for mail in mails.received() {
        let text = mail.text();
        if let Some((_, link)) = text.split_once("/freeze/") {
            let secret = link.split_whitespace().next().unwrap();
            story.keep("a link that freezes", secret.to_owned(), Places::ITS_LETTER);
        }
        story
            .letters
            .push((mail.subject(), format!("{}\n{text}", mail.data)));
    }
    story.check_records(&running);
    story.check_records(&files_below(office.world.dir.path()));
    story.check_records(&[("the log".to_owned(), log.text().into_bytes())]);
    assert!(log.text().contains("a request was answered"), "{}", log.text());
    story.check_places();
}

async fn support_is_given_twice(story: &mut Story, ann: &Member<'_>, person: &Client) {
    let fields = [
        ("duration", "8h"),
        ("show", "contacts"),
        ("agent", "Sam"),
        ("agent-code", "fixed"),
    ];
    let mut credentials = request_support(ann, person, &fields).await;
    let id = live_grant(&html(person, "/support/crm").await);
    for again in [true, false] {
        story
            .answers
            .push(("credentials".to_owned(), credentials.clone()));
        let values = shown(&credentials);
        let [_, user, password, code, ..] = &values[..] else {
            panic!("{credentials}");
        };
        story.keep("a grant's password", password.clone(), Places::ONE_ANSWER);
        story.keep("a grant's code", code.clone(), Places::ONE_ANSWER);
        an_agent_works(story, ann.office, &[user, password, code]).await;
        if again {
            let regenerate = format!("/grants/{id}/regenerate");
            let question = html(person, &regenerate).await;
            credentials = person
                .answer(&question, &regenerate, &[])
                .await
                .text()
                .await
                .unwrap();
        }
    }
}

async fn an_agent_works(story: &mut Story, office: &Office, [user, password, code]: &[&String; 3]) {
    let place = "/.gatepass/sign-in";
    let sign_in = |agent: Client, code: &str| {
        let code = code.to_owned();
        async move {
            let fields = [
                ("username", user.as_str()),
                ("password", password.as_str()),
                ("code", &code),
            ];
            let answer = agent.submit(place, place, &fields).await;
            (agent, answer)
        }
    };
    let newcomer = || Client::as_browser(&office.world, Protocol::Http2, "Agent/1.0");
    let (_, refused) = sign_in(newcomer(), "00000000").await;
    story.read(refused).await;
    let (agent, answer) = sign_in(newcomer(), code).await;
    assert_eq!(answer.status(), 303);
    story.read(answer).await;
    story.keep(
        "an agent's session",
        agent.session_cookie().unwrap(),
        Places::NOWHERE,
    );
    for path in [
        "/contacts/1",
        "/messages/1",
        "/billing/1",
        "/.gatepass/status",
        "/.gatepass/challenge",
        place,
    ] {
        story.read(agent.visit(path).await).await;
    }
    let login = json!({"user": user, "password": password, "code": code});
    let program = newcomer();
    let request = program
        .http
        .post(program.url("/.gatepass/api/v1/login"))
        .json(&login);
    let signed_in = story.read_json(request).await;
    let token = signed_in["data"]["authToken"].as_str().unwrap();
    story.keep("an agent's token", token.to_owned(), Places::ONE_ANSWER);
}

async fn factors_and_tokens_are_made(
    story: &mut Story,
    ann: &Member<'_>,
    person: &Client,
    mails: &SmtpServer,
) {
    story.keep("her session", person.session_cookie().unwrap(), Places::NOWHERE);
    let account = html(person, "/account").await;
    let confirmed = async |story: &mut Story, action: &str, fields: &[(&str, &str)]| {
        let question = story.read(person.answer(&account, action, fields).await).await;
        let code = story.typed(ann);
        let answer = [("code", code.as_str()), ("method", "totp")];
        story.read(person.answer(&question, action, &answer).await).await
    };
    let page = confirmed(
        story,
        "/account/tokens",
        &[("name", "helpdesk"), ("expires", "never")],
    )
    .await;
    story.keep("an access token", word_at(&page, "gp_pat_"), Places::ONE_ANSWER);
    confirmed(story, "/account/recovery-codes", &[]).await;
    let seed = confirmed(story, "/account/authenticator/start", &[]).await;
    let secret = word_at(&seed, "secret=");
    story.keep("a seed", secret["secret=".len()..].to_owned(), Places::ONE_ANSWER);
    story
        .read(person.answer(&account, "/account/email/enable", &[]).await)
        .await;
    let code = mailed_code(mails).await;
    story.keep("a mailed code", code.clone(), Places::ITS_LETTER);
    let right = person
        .answer(&account, "/account/email/confirm", &[("code", &code)])
        .await;
    assert_eq!(right.status(), 303);
}

async fn mailed_code(mails: &SmtpServer) -> String {
    for count in 1.. {
        let text = mails.wait_for(count).await[count - 1].text();
        let is_code = |line: &&str| line.len() == 7 && line.as_bytes()[3] == b'-';
        if let Some(code) = text.lines().find(is_code) {
            return code.replace('-', "");
        }
    }
    unreachable!("waiting ends before numbers do")
}

async fn a_program_does_the_same<'o>(story: &mut Story, ann: &Member<'o>) -> Program<'o> {
    let program = ann.program().await;
    let (token, _) = program.token.clone().unwrap();
    story.keep("a program's token", token, Places::NOWHERE);
    let code = story.typed(ann);
    let terms = json!({"name": "export"});
    let made = program
        .post("/api/v1/tokens")
        .json(&terms)
        .with_code("totp", &code);
    let made = story.read_json(made).await;
    story.keep("an access token", text(&made, "token"), Places::ONE_ANSWER);
    let code = story.typed(ann);
    let drawn = program
        .post("/api/v1/me/factors/recovery-codes")
        .with_code("totp", &code);
    for code in story.read_json(drawn).await["recoveryCodes"].as_array().unwrap() {
        story.keep(
            "a recovery code",
            code.as_str().unwrap().to_owned(),
            Places::ONE_ANSWER,
        );
    }
    let grants = story.read_json(program.get("/api/v1/grants")).await;
    let id = text(&grants["items"][0], "id");
    let revoke = program.post(&format!("/api/v1/grants/{id}/revoke"));
    story.read_json(revoke).await;
    let code = story.typed(ann);
    let made = program
        .post("/api/v1/grants")
        .json(&a_request())
        .with_code("totp", &code);
    let made = story.read_json(made).await;
    story.keep("a grant's password", text(&made, "password"), Places::ONE_ANSWER);
    story.keep("a grant's code", text(&made, "securityCode"), Places::ONE_ANSWER);
    program
}

fn text(answer: &Value, name: &str) -> String {
    answer[name]
        .as_str()
        .unwrap_or_else(|| panic!("no {name} in {answer}"))
        .to_owned()
}

async fn somebody_is_invited(story: &mut Story, office: &Office) {
    const CHOSEN: &str = "walnut orbit seventeen";
    let new = NewAccount {
        name: "cora".parse().unwrap(),
        email: "cora@example.com".parse().unwrap(),
        email_standing: EmailStanding::Unproven,
        role: Role::Grantor,
        apps: [].into(),
        start: Start::Invitation {
            valid_for: SignedDuration::from_hours(1),
        },
    };
    let actions = &office.world.running.gateway.actions;
    let invitation = actions
        .add_account(new, operator())
        .await
        .unwrap()
        .invitation
        .unwrap();
    let link = format!("/invitation/{}", invitation.reveal());
    story.keep(
        "a link that invites",
        invitation.reveal().to_owned(),
        Places::ONE_ANSWER,
    );
    story.keep("a password that was chosen", CHOSEN.to_owned(), Places::NOWHERE);
    let person = browser(office);
    let form = html(&person, &link).await;
    story.answers.push(("the invitation".to_owned(), form.clone()));
    let fields = [("password", CHOSEN), ("password2", CHOSEN)];
    assert_eq!(person.answer(&form, &link, &fields).await.status(), 303);
}

/// Every page and every list, once more.
async fn everything_is_looked_at(story: &mut Story, person: &Client, program: &Program<'_>) {
    let id = live_grant(&html(person, "/support/crm").await);
    for path in [
        "/",
        "/support/crm",
        "/activity",
        "/activity?kind=change",
        "/activity.csv",
        "/activity.json",
        "/account",
        "/account/tokens",
        "/account/authenticator",
        "/sign-in",
        "/challenge",
        "/nothing",
    ] {
        story.read(person.visit(path).await).await;
    }
    for what in ["", "/revoke", "/regenerate"] {
        story
            .read(person.visit(&format!("/grants/{id}{what}")).await)
            .await;
    }
    for resource in [
        "me",
        "me/factors",
        "me/sessions",
        "me/trusted-clients",
        "tokens",
        "sites",
        "grants",
        "audit",
        "openapi.json",
        &format!("grants/{id}"),
        "nothing",
    ] {
        story.read_json(program.get(&format!("/api/v1/{resource}"))).await;
    }
}
