//! A browser on this machine that trusts one authority, keeps cookies and follows no redirect by itself.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use reqwest::cookie::Jar;
use reqwest::{Certificate, Client, Response};
use serde_json::Value;

/// `hosts` are on `port` here.
pub(crate) fn browser(ca: &Path, hosts: &[&str], port: u16) -> (Client, Arc<Jar>) {
    let ca = std::fs::read(ca).unwrap();
    let cookies = Arc::new(Jar::default());
    // Another test may have done so already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .tls_certs_only(Certificate::from_pem_bundle(&ca).unwrap())
        .redirect(reqwest::redirect::Policy::none())
        .cookie_provider(cookies.clone())
        .no_proxy();
    for host in hosts {
        builder = builder.resolve(host, SocketAddr::from(([127, 0, 0, 1], port)));
    }
    (builder.build().unwrap(), cookies)
}

/// `credentials`: as the program prints them. `url`: the site's.
pub(crate) async fn sign_in(browser: &Client, url: &str, credentials: &Value) -> Response {
    let page = format!("{url}.gatepass/sign-in");
    let shown = browser.get(&page).header("accept", "text/html").send().await;
    let mut form = hidden_fields(&shown.unwrap().text().await.unwrap());
    for (field, name) in [
        ("username", "userName"),
        ("password", "password"),
        ("code", "securityCode"),
    ] {
        form.push((field.to_owned(), credentials[name].as_str().unwrap().to_owned()));
    }
    let posted = browser
        .post(page)
        .header("origin", url.trim_end_matches('/'))
        .form(&form);
    posted.header("accept", "text/html").send().await.unwrap()
}

/// Names and values of the hidden inputs of a page.
pub(crate) fn hidden_fields(page: &str) -> Vec<(String, String)> {
    let value = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!("{name}=\""))?;
        Some(rest.split('"').next()?.to_owned())
    };
    let tags = page
        .split("<input")
        .skip(1)
        .filter_map(|rest| rest.split('>').next());
    tags.filter(|tag| tag.contains("type=\"hidden\""))
        .filter_map(|tag| Some((value(tag, "name")?, value(tag, "value")?)))
        .collect()
}
