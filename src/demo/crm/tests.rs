//! The CRM as a visitor meets it, request by request.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header, request::Builder};
use axum::response::Response;
use bytes::Bytes;
use jiff::Timestamp;
use serde_json::Value;
use tower::ServiceExt;

use super::memory::FILE_ROOM;
use super::{Crm, router};

fn noon() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

fn app() -> Router {
    router(Arc::new(Crm::new(noon)))
}

async fn send(app: &Router, request: Builder, body: impl Into<Body>) -> Response {
    app.clone()
        .oneshot(request.body(body.into()).unwrap())
        .await
        .unwrap()
}

async fn get(app: &Router, address: &str) -> Response {
    send(app, Request::get(address), Body::empty()).await
}

async fn bytes(response: Response) -> Bytes {
    to_bytes(response.into_body(), usize::MAX).await.unwrap()
}

async fn text(response: Response) -> String {
    String::from_utf8(bytes(response).await.to_vec()).unwrap()
}

fn header_of(response: &Response, name: header::HeaderName) -> &str {
    response.headers()[name].to_str().unwrap()
}

fn upload(name: &str, content: &[u8]) -> (Builder, Vec<u8>) {
    let mut body = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: text/plain\r\n\r\n"
    )
    .into_bytes();
    body.extend(content);
    body.extend(b"\r\n--edge--\r\n");
    (
        Request::post("/files").header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge"),
        body,
    )
}

fn form(address: &str) -> Builder {
    Request::post(address).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
}

#[tokio::test]
async fn every_page_answers() {
    let app = app();
    for address in [
        "/",
        "/contacts",
        "/contacts?sort=city&order=desc&page=2",
        "/contacts/1",
        "/contacts/1/edit",
        "/invoices",
        "/invoices?status=overdue",
        "/invoices/1",
        "/invoices/1/download",
        "/invoices/export.csv",
        "/messages",
        "/messages/1",
        "/messages?contact=3",
        "/conversations",
        "/conversations/1",
        "/search",
        "/search?q=oak",
        "/files",
        "/files/1",
        "/app",
        "/app?module=Contacts&record=2",
        "/whoami",
        "/static/crm.css",
        "/static/crm.js",
        "/static/icons.svg",
        "/api/contacts",
        "/api/contacts/12",
        "/api/invoices",
        "/api/messages",
        "/api/conversations",
    ] {
        assert_eq!(get(&app, address).await.status(), StatusCode::OK, "{address}");
    }
}

#[tokio::test]
async fn no_page_holds_an_inline_script_or_style() {
    let app = app();
    for address in [
        "/",
        "/contacts/1",
        "/contacts/1/edit",
        "/invoices/1",
        "/conversations/1",
        "/whoami",
        "/none",
    ] {
        let page = text(get(&app, address).await).await;
        assert!(
            !page.contains("<style") && !page.contains(" style=") && !page.contains("<script>"),
            "{address}"
        );
        assert!(
            !page.contains(" onclick") && !page.contains("javascript:"),
            "{address}"
        );
    }
}

#[tokio::test]
async fn what_is_missing_is_a_page_for_people_and_json_for_programs() {
    let app = app();
    for address in [
        "/none",
        "/contacts/99",
        "/contacts/+1",
        "/messages/abc",
        "/app?module=Admin",
    ] {
        let response = get(&app, address).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{address}");
        assert!(text(response).await.contains("To the dashboard"), "{address}");
    }
    for (address, status, code) in [
        ("/api/none", StatusCode::NOT_FOUND, "not-found"),
        ("/api/contacts/99", StatusCode::NOT_FOUND, "not-found"),
        (
            "/api/contacts/1/notes",
            StatusCode::METHOD_NOT_ALLOWED,
            "method-not-allowed",
        ),
    ] {
        let response = get(&app, address).await;
        assert_eq!(response.status(), status, "{address}");
        let body: Value = serde_json::from_slice(&bytes(response).await).unwrap();
        assert_eq!(body["error"]["code"], code, "{address}");
    }
}

#[tokio::test]
async fn an_invoice_downloads_whole_in_part_and_not_beyond_its_end() {
    let app = app();
    let whole = get(&app, "/invoices/3/download").await;
    assert_eq!(header_of(&whole, header::CONTENT_TYPE), "application/pdf");
    assert_eq!(header_of(&whole, header::ACCEPT_RANGES), "bytes");
    assert!(
        header_of(&whole, header::CONTENT_DISPOSITION).starts_with("attachment; filename=\"AF-1043.pdf\"")
    );
    let etag = header_of(&whole, header::ETAG).to_owned();
    let whole = bytes(whole).await;
    assert!(whole.starts_with(b"%PDF-1.4") && whole.ends_with(b"%%EOF\n"));

    let asking = |range: &str| Request::get("/invoices/3/download").header(header::RANGE, range);
    let part = send(&app, asking("bytes=5-9"), Body::empty()).await;
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(
        header_of(&part, header::CONTENT_RANGE),
        format!("bytes 5-9/{}", whole.len())
    );
    assert_eq!(bytes(part).await, whole.slice(5..10));

    let beyond = send(&app, asking("bytes=999999-"), Body::empty()).await;
    assert_eq!(beyond.status(), StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(
        header_of(&beyond, header::CONTENT_RANGE),
        format!("bytes */{}", whole.len())
    );

    let other_version = send(
        &app,
        asking("bytes=5-9").header(header::IF_RANGE, "\"old\""),
        Body::empty(),
    )
    .await;
    assert_eq!(other_version.status(), StatusCode::OK);
    let known = Request::get("/invoices/3/download").header(header::IF_NONE_MATCH, etag);
    assert_eq!(
        send(&app, known, Body::empty()).await.status(),
        StatusCode::NOT_MODIFIED
    );
}

#[tokio::test]
async fn the_offsets_in_a_pdf_are_true() {
    let pdf = bytes(get(&app(), "/invoices/5/download").await).await;
    let find =
        |what: &[u8], from: usize| from + pdf[from..].windows(what.len()).position(|w| w == what).unwrap();
    let table = find(b"\nxref\n", 0) + 1;
    let start = find(b"startxref\n", table) + 10;
    assert!(pdf[start..].starts_with(table.to_string().as_bytes()));
    let entries = table + b"xref\n0 7\n".len();
    for number in 1..=6 {
        let entry = &pdf[entries + number * 20..][..10];
        let offset: usize = std::str::from_utf8(entry).unwrap().parse().unwrap();
        assert!(
            pdf[offset..].starts_with(format!("{number} 0 obj").as_bytes()),
            "{number}"
        );
    }
}

#[tokio::test]
async fn search_leaks_across_modules_unless_told_where_to_look() {
    let app = app();
    let all = text(get(&app, "/search?q=credit+line+review").await).await;
    assert!(all.contains("href=\"/messages/1\""));
    for (place, shown) in [
        ("messages", true),
        ("contacts", false),
        ("invoices", false),
        ("conversations", false),
    ] {
        let page = text(get(&app, &format!("/search?q=credit+line+review&in={place}")).await).await;
        assert_eq!(page.contains("href=\"/messages/1\""), shown, "{place}");
    }
    assert_eq!(
        get(&app, "/search?q=x&in=secrets").await.status(),
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn the_front_door_reads_query_and_form_as_one() {
    let app = app();
    let asked = text(get(&app, "/app?module=Messages&record=1").await).await;
    assert!(asked.contains("credit line review"));
    let posted = send(&app, form("/app?module=Contacts"), "module=Messages&record=1").await;
    assert!(text(posted).await.contains("credit line review"));
    let twice = text(get(&app, "/app?module=Contacts&module=Messages").await).await;
    assert!(twice.contains("<h1>Messages</h1>"));
}

#[tokio::test]
async fn an_upload_comes_back_as_it_was_sent() {
    let app = app();
    let content = b"line one\r\nline two\0\xff";
    let (request, body) = upload("../up/r\u{e9}sum\u{e9}.txt", content);
    let response = send(&app, request.header("x-gatepass-user", "bea"), body).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let list = text(get(&app, "/files").await).await;
    assert!(list.contains(">résumé.txt</a>") && list.contains("bea"));
    let file = get(&app, "/files/5").await;
    assert!(header_of(&file, header::CONTENT_DISPOSITION).ends_with("UTF-8''r%C3%A9sum%C3%A9.txt"));
    assert_eq!(bytes(file).await, content.as_slice());
}

#[tokio::test]
async fn uploads_stop_where_the_room_ends() {
    let app = app();
    let (request, body) = upload("big.bin", &vec![b'x'; FILE_ROOM]);
    let response = send(&app, request, body).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert!(text(response).await.contains("20 MB"));
    let (request, body) = upload("fits.bin", &vec![b'x'; FILE_ROOM - 4096]);
    assert_eq!(send(&app, request, body).await.status(), StatusCode::SEE_OTHER);
    assert!(!text(get(&app, "/files").await).await.contains("big.bin"));
}

#[tokio::test]
async fn a_contact_is_edited_and_signed_by_agent_and_user() {
    let app = app();
    let request = form("/contacts/1/edit")
        .header("x-gatepass-user", "ann")
        .header("x-gatepass-agent", "sam");
    let body = "name=Miriam+%3Cb%3E&company=Larkfield&email=m%40l.example&stage=Dormant";
    let response = send(&app, request, body).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let page = text(get(&app, header_of(&response, header::LOCATION)).await).await;
    assert!(page.contains("Your changes are saved.") && page.contains("sam (support) for ann"));
    assert!(!page.contains("<b>"), "what was typed is escaped");
    let wrong = send(&app, form("/contacts/1/edit"), "name=&company=X&email=nowhere").await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = text(wrong).await;
    assert!(page.contains("2 fields need") && page.contains("value=\"nowhere\""));
}

#[tokio::test]
async fn replies_and_notes_are_kept() {
    let app = app();
    let response = send(&app, form("/conversations/1"), "text=See+you+on+Thursday").await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert!(
        text(get(&app, "/conversations/1").await)
            .await
            .contains("See you on Thursday")
    );
    assert_eq!(
        send(&app, form("/conversations/1"), "text=+").await.status(),
        StatusCode::BAD_REQUEST
    );

    let note = || Request::post("/api/contacts/2/notes").header(header::CONTENT_TYPE, "application/json");
    let response = send(&app, note(), r#"{"text":"rang back"}"#).await;
    assert_eq!(response.status(), StatusCode::CREATED);
    assert!(
        text(get(&app, "/api/contacts/2").await)
            .await
            .contains("rang back")
    );
    assert_eq!(
        send(&app, note(), r#"{"words":1}"#).await.status(),
        StatusCode::BAD_REQUEST
    );
    let untyped = send(&app, Request::post("/api/contacts/2/notes"), "{}").await;
    assert_eq!(untyped.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn who_am_i_shows_what_came_in() {
    let app = app();
    let direct = text(get(&app, "/").await).await;
    assert!(direct.contains("as ann (directly)"));
    let request = || {
        Request::get("/whoami")
            .header("x-gatepass-user", "ann")
            .header("x-gatepass-agent", "sam")
    };
    let page = text(send(&app, request(), Body::empty()).await).await;
    assert!(page.contains("support session of agent sam in the name of ann"));
    let response = send(
        &app,
        request().header(header::ACCEPT, "application/json"),
        Body::empty(),
    )
    .await;
    let body: Value = serde_json::from_slice(&bytes(response).await).unwrap();
    assert_eq!((&body["user"], &body["agent"]), (&"ann".into(), &"sam".into()));
    assert!(
        body["headers"]
            .as_array()
            .unwrap()
            .iter()
            .any(|header| header["name"] == "x-gatepass-agent")
    );
}

#[tokio::test]
async fn the_theme_is_a_cookie_and_leads_back() {
    let app = app();
    let response = send(&app, form("/theme"), "theme=dark&return=/contacts").await;
    assert_eq!(header_of(&response, header::LOCATION), "/contacts");
    assert!(header_of(&response, header::SET_COOKIE).starts_with("theme=dark; Path=/"));
    let dark = Request::get("/").header(header::COOKIE, "other=1; theme=dark");
    assert!(
        text(send(&app, dark, Body::empty()).await)
            .await
            .contains("data-theme=\"dark\"")
    );
}

#[tokio::test]
async fn a_long_download_has_the_length_that_was_asked_for() {
    let app = app();
    assert_eq!(
        bytes(get(&app, "/live/download?mib=3").await).await.len(),
        3 << 20
    );
    let paced = get(&app, "/live/download?mib=1&rate=20").await;
    assert_eq!(bytes(paced).await.len(), 1 << 20);
    assert_eq!(
        get(&app, "/live/download?mib=4097").await.status(),
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn equal_clocks_make_equal_firms() {
    for address in ["/invoices", "/messages", "/api/conversations"] {
        assert_eq!(
            bytes(get(&app(), address).await).await,
            bytes(get(&app(), address).await).await
        );
    }
}
