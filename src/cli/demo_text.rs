//! What `gatepass demo` says: where to go, with what, and what to try.

use super::demo::Shown;
use super::demo_account::{Person, PortalShown, SAM_EMAIL};
use super::{credentials, words};
use crate::demo::HOSTS;

pub(super) fn text(shown: &Shown<'_>) -> String {
    let bold = credentials::bold;
    let program = shell_word(&shown.program.display().to_string());
    let config = shell_word(&shown.place.config.display().to_string());
    let authority = shell_word(&shown.place.authority.display().to_string());
    let url = &shown.site.url;
    let user_name = &shown.grant.user_name;
    let mut text = format!("{}\n\n", bold("Gatepass protects a CRM on this machine."));
    text.push_str(&words::beside(
        "",
        "You are Sam of the vendor's support. Ann lets you see her contacts and invoices:",
    ));
    text.push_str(&format!(
        "\n{}\n",
        credentials::secrets(&shown.grant, &shown.credentials, shown.now)
    ));
    let warning = format!(
        "The browser will warn: nobody but this demo knows its certificate. Go on, or let the browser trust this authority, which can vouch for {} only:",
        HOSTS.join(" and ")
    );
    text.push_str(&words::beside("", &warning));
    text.push_str(&format!("  {authority}\n"));
    text.push_str(&format!(
        "\nWith curl, as a program that is not signed in:\n  curl --cacert {authority} \\\n    {url}\n"
    ));

    text.push_str(&format!("\n{}\n", bold("Try")));
    for (number, attempt) in attempts(url).iter().enumerate() {
        text.push_str(&words::beside(&format!("  {}. ", number + 1), attempt));
    }

    if let Some(portal) = &shown.portal {
        text.push_str(&as_ann(portal, &program, &config));
        text.push_str(&as_sam(portal, &program, &config));
    }

    text.push_str(&format!("\n{}\n", bold("Be the operator, in another terminal")));
    for (what, command) in [
        ("Revoke", "revoke"),
        ("New credentials, old ones and sessions end", "regenerate"),
    ] {
        // On three lines, because paths are long; the shell puts them together again.
        text.push_str(&format!(
            "  # {what}:\n  {program} \\\n    --config {config} \\\n    grant {command} {user_name}\n"
        ));
    }
    let others = format!(
        "In the same way: grant list, grant pause {user_name}, grant resume {user_name}, audit list, audit verify."
    );
    text.push_str(&words::beside("  # ", &others));
    text.push_str(&format!(
        "\nChange the rules in\n  {}\nand save: they are in force within a second.\n",
        shown.place.config.display()
    ));
    text.push_str(&format!(
        "\nCtrl-C ends the demo. It serves on port {}, on this machine only.\n",
        shown.port
    ));
    text
}

/// Where Ann signs in herself, and what she can do there.
fn as_ann(portal: &PortalShown, program: &str, config: &str) -> String {
    let mut text = format!(
        "\n{}\n\n",
        credentials::bold("Be Ann, in another browser or a private window")
    );
    text.push_str(&way_in(&portal.url, &portal.ann, program, config));
    for (number, attempt) in attempts_of_ann(&portal.url).iter().enumerate() {
        text.push_str(&words::beside(&format!("  {}. ", number + 1), attempt));
    }
    text
}

/// The same for Sam, who has an account on the portal and none in the CRM.
fn as_sam(portal: &PortalShown, program: &str, config: &str) -> String {
    let mut text = format!(
        "\n{}\n\n",
        credentials::bold("Hand something over, as Sam in the first browser and Ann in the other")
    );
    text.push_str(&way_in(&portal.url, &portal.sam, program, config));
    for (number, attempt) in attempts_of_both().iter().enumerate() {
        text.push_str(&words::beside(&format!("  {}. ", number + 1), attempt));
    }
    text
}

fn way_in(url: &str, person: &Person, program: &str, config: &str) -> String {
    let account = person.account.as_str();
    let mut facts = vec![("Portal", url), ("User name", account)];
    facts.extend(
        person
            .password
            .as_ref()
            .map(|password| ("Password", password.reveal())),
    );
    let mut text = credentials::lines(&facts);
    text.push_str(&match person.password {
        Some(_) => "  This password is shown once; the next run keeps it.\n\n".to_owned(),
        None => format!(
            "  The password is the one of the first run. Lost? This prints a link to set another:\n    {program} \\\n      --config {config} \\\n      account reset-factor {account}\n\n"
        ),
    });
    text
}

fn attempts_of_both() -> [&'static str; 5] {
    [
        "Sam: sign in. “For you” lists what Ann has given access to. Under “Hand over”, “Rooms”, open a room; save its twelve words, and copy the invitation.",
        "Ann: open the invitation in the other browser, and join, with or without her account.",
        "Both see the same six words. Write something on either side: it is read once, and the gateway never could.",
        "Ann: open Sam’s access, press “New credentials”, and “Put them into the room” beside them. Sam reads them there, once.",
        "Close the room: nothing of it is left.",
    ]
}

fn attempts_of_ann(url: &str) -> [String; 6] {
    [
        format!("Sign in at {url}. The first sign-in leads to setting up an authenticator app; any will do."),
        "Open the access that Sam has already, and its activity: it grows while Sam clicks in the other browser.".to_owned(),
        "Pause it: Sam waits, and goes on once you resume it.".to_owned(),
        "Revoke it: Sam is out at once, in the middle of whatever is running, and the page says what was cut.".to_owned(),
        format!("Request support yourself, choose what to show, name {SAM_EMAIL} as who helps, and sign in to the CRM with the new credentials."),
        "Press “Share securely” beside them, and open the link in the other browser: it opens once, and the gateway has never been able to read it.".to_owned(),
    ]
}

fn attempts(url: &str) -> [String; 6] {
    [
        format!("Sign in at {url} and open a contact. The CRM takes you for Ann and says who helps her."),
        format!("Open {url}messages: hidden. Neither {url}app?module=Messages nor a search in everything gets around it."),
        format!("Download an invoice, or {url}invoices/export.csv: it asks for the security code every time."),
        "Watch the board on the dashboard, a WebSocket, and revoke or pause the grant from another terminal: it stops at once.".to_owned(),
        format!("Start {url}live/download?mib=500&rate=1 and revoke: the download is cut in the middle, within milliseconds."),
        format!("Upload a file at {url}files: read-only, so it is refused. The refusal has a code; `audit list --code CODE` finds it."),
    ]
}

/// As a shell takes it for one word.
fn shell_word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '+' | ':' | '@');
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_word_to_the_shell() {
        assert_eq!(shell_word("/opt/gate-pass/x.toml"), "/opt/gate-pass/x.toml");
        assert_eq!(shell_word("/home/ann's files"), "'/home/ann'\\''s files'");
    }
}
