//! The list of files, uploads as multipart forms, downloads.

use std::sync::Arc;

use askama::Template;
use axum::extract::multipart::{Field, MultipartRejection};
use axum::extract::{Multipart, State};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::response::{IntoResponse, Redirect, Response};
use bytes::BytesMut;

use super::super::deliver::Document;
use super::super::failure::Failure;
use super::super::form;
use super::super::memory::{Crm, FILE_ROOM, Upload};
use super::super::params::Params;
use super::super::records::{RecordId, StoredFile};
use super::super::shell::{self, Section, Shell};
use super::super::viewer::Viewer;

/// Bytes of an over-long upload that are read and dropped, so that a browser gets to see the answer.
const DRAIN: usize = 64 * 1024 * 1024;

#[derive(Template)]
#[template(path = "crm/files.html")]
struct FilesPage {
    shell: Shell,
    files: Vec<StoredFile>,
    used: String,
    room: String,
}

impl FilesPage {
    fn size(&self, file: &StoredFile) -> String {
        size(file.bytes.len())
    }
}

pub(crate) async fn list(
    State(crm): State<Arc<Crm>>,
    viewer: Viewer,
    params: Params,
) -> Result<Response, Failure> {
    let records = crm.read();
    shell::show(&FilesPage {
        shell: Shell::new(viewer, Section::Files, &params),
        files: records.files.iter().rev().cloned().collect(),
        used: size(records.file_bytes()),
        room: size(FILE_ROOM),
    })
}

pub(crate) async fn download(
    State(crm): State<Arc<Crm>>,
    id: RecordId,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let StoredFile {
        name,
        content_type,
        bytes,
        ..
    } = crm.read().file(id)?.clone();
    Document {
        name,
        content_type,
        bytes,
    }
    .deliver(&method, &headers)
}

pub(crate) async fn upload(
    State(crm): State<Arc<Crm>>,
    viewer: Viewer,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Failure> {
    let mut form = form.map_err(|_| Failure::WrongType("multipart/form-data"))?;
    let mut room = crm.file_room();
    let mut uploads = Vec::new();
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        let Some(name) = field.file_name().map(file_name) else {
            continue;
        };
        match read(field, name, room).await? {
            Some(upload) => {
                room -= upload.bytes.len();
                uploads.push(upload);
            }
            None => {
                drain(form).await;
                return Err(Failure::TooLarge);
            }
        }
    }
    if uploads.is_empty() {
        return Err(Failure::Invalid("choose a file first".into()));
    }
    crm.keep_files(uploads, &viewer.presence.signature())?;
    Ok(Redirect::to("/files?notice=uploaded").into_response())
}

/// One file of at most `room` bytes; `None` where it is longer.
async fn read(mut field: Field<'_>, name: String, room: usize) -> Result<Option<Upload>, Failure> {
    let content_type = field
        .content_type()
        .filter(|content_type| HeaderValue::from_str(content_type).is_ok())
        .unwrap_or("application/octet-stream")
        .to_owned();
    let mut bytes = BytesMut::new();
    let mut read = 0;
    while let Some(chunk) = field.chunk().await.map_err(unreadable)? {
        read += chunk.len();
        if read <= room {
            bytes.extend_from_slice(&chunk);
        } else if read > room + DRAIN {
            break;
        }
    }
    Ok((read <= room).then(|| Upload {
        name,
        content_type,
        bytes: bytes.freeze(),
    }))
}

async fn drain(mut form: Multipart) {
    let mut dropped = 0;
    while let Ok(Some(mut field)) = form.next_field().await {
        while let Ok(Some(chunk)) = field.chunk().await {
            dropped += chunk.len();
            if dropped > DRAIN {
                return;
            }
        }
    }
}

/// The last part of whatever path a client sent, without control characters.
fn file_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last
        .chars()
        .filter(|c| !c.is_control())
        .take(form::LINE)
        .collect();
    if name.trim().is_empty() {
        "unnamed".into()
    } else {
        name
    }
}

fn size(bytes: usize) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..1_048_576 => format!("{} KB", bytes.div_ceil(1024)),
        _ if bytes.is_multiple_of(1_048_576) => format!("{} MB", bytes / 1_048_576),
        _ => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
    }
}

fn unreadable<E>(_: E) -> Failure {
    Failure::Invalid("the upload broke off or is not a valid form".into())
}
