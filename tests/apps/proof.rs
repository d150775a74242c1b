//! The proof: what one grant shows alone brings nothing else out.

use std::collections::{BTreeMap, BTreeSet};

use gatepass::access::{ScopeName, Visibility};

use crate::crawl::{Page, crawl, kind, respelt};
use crate::installed::Installed;
use crate::support::{Client, Protocol, World, WorldBuilder};

/// Pages of a part that are asked for in other spellings.
const MOST_RESPELT: usize = 12;

/// An application with something secret in each part, and how to ask for it.
pub(crate) struct Proof<'p> {
    pub(crate) preset: &'p str,
    pub(crate) app: &'p Installed,
    /// What each part holds is `PART-SECRET`.
    pub(crate) secret: &'p str,
    /// Parts that hold something: the names of scopes. A list: the first of them is shown only together with the others.
    pub(crate) parts: &'p [&'p [&'p str]],
    /// Cookies of somebody who is signed in and may see everything.
    pub(crate) cookies: &'p str,
    pub(crate) starts: &'p [&'p str],
    /// An expression: what ends the session in the app.
    pub(crate) avoid: &'p str,
    /// Parameters whose value names a part or an action.
    pub(crate) naming: &'p [&'p str],
    /// Doors that no link leads to.
    pub(crate) doors: &'p [&'p str],
}

impl Proof<'_> {
    /// # Panics
    /// Something comes out, or a part does not show what it holds, or the app never held it.
    pub(crate) async fn holds(&self) {
        let direct = Installed::browser();
        let pages = crawl(self.starts, self.avoid, self.naming, async |target| {
            let request = direct.get(self.app.url(target)).header("cookie", self.cookies);
            page(request).await
        })
        .await;
        let mut targets: BTreeSet<String> = pages.keys().cloned().collect();
        targets.extend(self.doors.iter().map(|door| (*door).to_owned()));
        for part in self.names() {
            let tell = pages
                .iter()
                .filter(|(_, page)| page.text.contains(&self.secret_of(part)));
            let mut kinds = BTreeSet::new();
            let tell = tell.filter(|(target, _)| kinds.insert(kind(target, self.naming)));
            let tell: Vec<&String> = tell.map(|(target, _)| target).take(MOST_RESPELT).collect();
            assert!(
                !tell.is_empty(),
                "the app never shows its {part}: this would prove nothing"
            );
            targets.extend(tell.into_iter().flat_map(|target| respelt(target)));
        }
        println!("{} pages, {} targets", pages.len(), targets.len());
        let world = WorldBuilder::new()
            .site(&format!("preset = {:?}", self.preset))
            .upstream(&format!("[\"http://{}\"]", self.app.address))
            .start()
            .await;
        let mut leaks = Vec::new();
        for shown in self.parts {
            leaks.extend(self.try_alone(&world, shown, &targets).await);
        }
        assert!(
            leaks.is_empty(),
            "{} come out:\n{}",
            leaks.len(),
            leaks.join("\n")
        );
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|shown| shown[0])
    }

    fn secret_of(&self, part: &str) -> String {
        format!("{part}-{}", self.secret)
    }

    /// Asks for everything while only these are shown. What came out that should not have.
    async fn try_alone(&self, world: &World, shown: &[&str], targets: &BTreeSet<String>) -> Vec<String> {
        let part = shown[0];
        let scopes = |wanted: &mut gatepass::actions::NewGrant| {
            wanted.grantor = format!("who shows {part}");
            let full = |name: &&str| (ScopeName::new(name), Visibility::Full);
            wanted.show = shown.iter().map(full).collect::<BTreeMap<_, _>>();
        };
        let created = world.grant_with(scopes).await;
        let client = Client::new(world, Protocol::Http1);
        client.sign_in(&created.credentials).await;
        let cookies = format!(
            "{}; __Host-gatepass={}",
            self.cookies,
            client.session_cookie().unwrap()
        );
        let (mut leaks, mut own) = (Vec::new(), 0);
        for target in targets {
            let Ok(answer) = client
                .http
                .get(client.url(target))
                .header("cookie", &cookies)
                .send()
                .await
            else {
                continue;
            };
            let page = read(answer).await;
            own += usize::from(page.status == 200 && page.text.contains(&self.secret_of(part)));
            for other in self.names().filter(|other| !shown.contains(other)) {
                if page.text.contains(&self.secret_of(other)) {
                    leaks.push(format!("with {part} alone, {other} comes out of {target}"));
                }
            }
        }
        println!("{part}: {own} pages show it");
        if own == 0 {
            leaks.push(format!("{part} itself cannot be seen"));
        }
        leaks
    }
}

async fn page(request: reqwest::RequestBuilder) -> Page {
    read(request.send().await.unwrap()).await
}

async fn read(answer: reqwest::Response) -> Page {
    let status = answer.status().as_u16();
    let mut text = format!("{:?}\n", answer.headers());
    if let Some(location) = answer.headers().get("location") {
        text.push_str(&format!("href=\"{}\"\n", location.to_str().unwrap_or_default()));
    }
    text.push_str(&String::from_utf8_lossy(
        &answer.bytes().await.unwrap_or_default(),
    ));
    Page { status, text }
}
