//! `/live/download?mib=N&rate=R`: N MiB of known bytes, chunked; with `rate`, R MiB a second, so that a cut
//! can be watched. Memory stays at one chunk.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use tokio::time::interval;

use super::super::deliver::attachment;
use super::super::failure::Failure;
use super::super::params::Params;

const CHUNK: usize = 64 * 1024;
const CHUNKS_PER_MIB: u64 = 16;
const MOST_MIB: u64 = 4096;
const USUAL_MIB: u64 = 64;
/// Each block begins with its own offset in the whole download, as 16 hexadecimal digits.
const BLOCK: usize = 4096;
const FILLER: &[u8; BLOCK - 16] = &[b'.'; BLOCK - 16];

pub(in super::super) async fn stream(params: Params) -> Result<Response, Failure> {
    let chunks = number(&params, "mib", 0)?.unwrap_or(USUAL_MIB) * CHUNKS_PER_MIB;
    let pace = number(&params, "rate", 1)?
        .map(|rate| interval(Duration::from_micros(1_000_000 / (rate * CHUNKS_PER_MIB))));
    let body = Body::from_stream(stream::unfold((0, pace), move |(number, mut pace)| async move {
        if number == chunks {
            return None;
        }
        if let Some(pace) = &mut pace {
            pace.tick().await;
        }
        Some((Ok::<_, Infallible>(chunk(number)), (number + 1, pace)))
    }));
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, attachment("backup.bin")),
    ];
    Ok((headers, body).into_response())
}

fn chunk(number: u64) -> Bytes {
    let mut bytes = Vec::with_capacity(CHUNK);
    while bytes.len() < CHUNK {
        let offset = number * CHUNK as u64 + bytes.len() as u64;
        bytes.extend(format!("{offset:016x}").into_bytes());
        bytes.extend(FILLER);
    }
    bytes.into()
}

fn number(params: &Params, name: &str, least: u64) -> Result<Option<u64>, Failure> {
    match params.get(name).map(str::parse::<u64>) {
        None => Ok(None),
        Some(Ok(number)) if (least..=MOST_MIB).contains(&number) => Ok(Some(number)),
        Some(Ok(_) | Err(_)) => Err(Failure::Invalid(format!(
            "`{name}` must be a number from {least} to {MOST_MIB}"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, CHUNK, chunk};

    #[test]
    fn every_block_names_its_offset() {
        let bytes = chunk(3);
        assert_eq!(bytes.len(), CHUNK);
        assert_eq!(
            &bytes[BLOCK..BLOCK + 16],
            format!("{:016x}", 3 * CHUNK + BLOCK).as_bytes()
        );
    }
}
