//! The wording of every "no": what is not shared, what is over, what cannot be judged.

use super::{FactValue, Link, MessagePage, Moment, words};

impl<'a> MessagePage<'a> {
    /// 403: a part that the grant does not show. `place_labels` are the policy's words, empty for what no scope names.
    #[must_use]
    pub fn hidden(host: &'a str, place_labels: &[String], ends: &Moment, code: &'a str) -> Self {
        let lead = match place_labels {
            [] => "Your support access covers other parts of this app, but not this one.".to_owned(),
            some => format!("Your support access does not include {}.", words::quoted(some)),
        };
        let advice = "If you need it to help, ask the customer to share it with you.";
        Self::saying(host, 403, "This part is not shared with you", &lead)
            .advising(advice)
            .stating("Your access ends", FactValue::Time(ends.clone()))
            .coded(code)
            .leading_to([Link::START])
    }

    /// 403: a change in a part that the grant only lets be viewed.
    #[must_use]
    pub fn read_only(host: &'a str, place_labels: &[String], ends: &Moment, code: &'a str) -> Self {
        let lead = match place_labels {
            [] => "You can look around here, but not change anything. Nothing was saved.".to_owned(),
            some => format!(
                "You can look at {}, but not change anything. Nothing was saved.",
                words::quoted(some)
            ),
        };
        let advice = "If something has to change, ask the customer to do it, or to give you access to edit.";
        Self::saying(host, 403, "You can only view this part", &lead)
            .advising(advice)
            .stating("Your access ends", FactValue::Time(ends.clone()))
            .coded(code)
            .leading_to([Link::START])
    }

    /// 403: the grant is over, by time or by the customer's hand; the agent need not know which.
    #[must_use]
    pub fn ended(host: &'a str, ended: &Moment) -> Self {
        let lead = "Thank you for your help. Your way into this app is closed now.";
        Self::saying(host, 403, "Your access has ended", lead)
            .advising("Not finished yet? Ask the customer for new credentials.")
            .stating("Access ended", FactValue::Time(ended.clone()))
            .leading_to([Link {
                label: "Sign in with new credentials",
                href: Link::SIGN_IN.href,
            }])
    }

    /// 403: the customer holds the grant for now.
    #[must_use]
    pub fn paused(host: &'a str, ends: &Moment) -> Self {
        let lead = "The customer has put it on hold. You can carry on as soon as they resume it.";
        Self::saying(host, 403, "Your access is paused", lead)
            .advising("Until then it stays closed. The time it ends does not change.")
            .stating("Your access ends", FactValue::Time(ends.clone()))
            .leading_to([Link::AGAIN])
    }

    /// 403: the grant allows certain networks, and this is none of them. `address` is the client's, as we see it.
    #[must_use]
    pub fn other_network(host: &'a str, address: &str, code: &'a str) -> Self {
        let lead = "The customer allows this access from certain networks only, and yours is not among them.";
        Self::saying(host, 403, "Not from this network", lead)
            .advising(
                "Connect the way you usually do for this customer, for example through your company’s VPN.",
            )
            .stating("Your address", FactValue::Text(address.to_owned()))
            .coded(code)
            .leading_to([Link::AGAIN])
    }

    /// 400: a request that could be read in two ways, so it was judged in neither.
    #[must_use]
    pub fn ambiguous(host: &'a str, code: &'a str) -> Self {
        let lead = "This link or form can be read in more than one way, so it was not opened.";
        Self::saying(host, 400, "We could not make sense of this", lead)
            .advising("Start again from a page of the app. If it happens again, pass on the reference.")
            .coded(code)
            .leading_to([Link::START])
    }

    /// 413: a form or upload too large to look into, where a part of the app depends on what is inside.
    #[must_use]
    pub fn too_large(host: &'a str, code: &'a str) -> Self {
        let lead = "What you sent is larger than support access allows here. Nothing was saved.";
        Self::saying(host, 413, "This is too large to send", lead)
            .advising("Try a smaller file, or ask the customer to upload it.")
            .coded(code)
            .leading_to([Link::START])
    }

    /// 404: nothing of ours at this address under `/.gatepass/`.
    #[must_use]
    pub fn not_found(host: &'a str) -> Self {
        Self::saying(
            host,
            404,
            "There is no page here",
            "The address may be mistyped, or the page has moved.",
        )
        .leading_to([Link::START])
    }

    /// 421: no site of ours has this host name (RFC 9110 §15.5.20).
    #[must_use]
    pub fn unknown_site(host: &'a str) -> Self {
        Self::saying(
            host,
            421,
            "This address leads nowhere",
            "No app is available under this name.",
        )
        .advising("Compare it with the address in the message the customer sent you.")
    }
}
