//! One request as `learn` has seen it: in the gateway's own reading, without what does not name a part.

use std::fmt;

use http::header::CONTENT_TYPE;
use http::{Method, Response, StatusCode, Uri};

use crate::access::canonical::{BodyPart, Parameters, SeenBy, Step, readings};
use crate::access::{BodyFields, CanonicalTarget, Unreadable};

#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) method: Method,
    pub(super) status: StatusCode,
    /// As the gateway reads it.
    pub(super) path: Result<String, String>,
    pub(super) said: Vec<Said>,
    /// There was a body that the gateway could not read.
    pub(super) body_unread: bool,
    pub(super) answer: Answer,
}

/// A parameter of the address or of the body, or a scalar of a JSON document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) place: Place,
    /// In JSON: a pointer (RFC 6901), with `*` for elements of arrays.
    pub(super) name: String,
    pub(super) value: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Address,
    Form,
    Json,
}

/// What came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// Styles, scripts and fonts: the same for everybody.
    Code,
    Image,
    /// Nothing that says what it is, such as "not modified".
    Unknown,
    Socket,
    Other,
}

impl Seen {
    pub(super) fn new(
        method: Method,
        target: &Uri,
        body: Result<BodyFields, Unreadable>,
        response: &Response<impl Sized>,
    ) -> Self {
        let raw = target.path_and_query().map_or("/", |it| it.as_str());
        let content_type = response.headers().get(CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok());
        let answer = match response.status() {
            StatusCode::SWITCHING_PROTOCOLS => Answer::Socket,
            _ => content_type.map_or(Answer::Unknown, answer_of),
        };
        let (path, said) = match read(raw) {
            Ok((path, said)) => (Ok(path), said),
            Err(why) => (Err(why), Vec::new()),
        };
        let mut seen = Self {
            method,
            status: response.status(),
            path,
            said,
            body_unread: false,
            answer,
        };
        match body {
            Ok(fields) => seen.said.extend(fields.parts().iter().flat_map(said_in)),
            // Without a type there is mostly no body.
            Err(why) => seen.body_unread = why != Unreadable::UnknownType,
        }
        seen
    }
}

/// `Err`: why the gateway would refuse it.
fn read(raw: &str) -> Result<(String, Vec<Said>), String> {
    let target = CanonicalTarget::parse(raw.as_bytes()).map_err(|error| error.to_string())?;
    let readings = readings(target.path()).map_err(|_| "its path can be read in too many ways".to_owned())?;
    let plain = readings.first().map(|reading| reading.path.clone().into_owned());
    let parameters = Parameters::parse(target.query().unwrap_or_default());
    let as_written = parameters
        .iter()
        .filter(|it| matches!(it.seen_by, SeenBy::Everyone | SeenBy::Strict));
    let said = as_written.map(|it| Said {
        place: Place::Address,
        name: it.name.clone().into_owned(),
        value: it.value.clone().into_owned(),
    });
    Ok((plain.unwrap_or_default(), said.collect()))
}

fn said_in(part: &BodyPart) -> Vec<Said> {
    if part.leaves.is_empty() {
        let fields = part.fields.iter().map(|field| Said {
            place: Place::Form,
            name: field.name.clone().into_owned(),
            value: field.value.clone().into_owned(),
        });
        return fields.collect();
    }
    let leaves = part.leaves.iter().map(|leaf| Said {
        place: Place::Json,
        name: leaf.path.iter().map(pointer_step).collect(),
        value: leaf.value.clone(),
    });
    leaves.collect()
}

fn pointer_step(step: &Step) -> String {
    match step {
        Step::Member(name) => format!("/{}", name.replace('~', "~0").replace('/', "~1")),
        Step::Element(_) => "/*".to_owned(),
    }
}

fn answer_of(content_type: &str) -> Answer {
    let essence = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match essence.as_str() {
        "text/css"
        | "text/javascript"
        | "application/javascript"
        | "application/x-javascript"
        | "application/vnd.ms-fontobject" => Answer::Code,
        essence if essence.starts_with("font/") || essence.contains("font-") => Answer::Code,
        essence if essence.starts_with("image/") => Answer::Image,
        _ => Answer::Other,
    }
}

/// `200 GET /index.php  module, action`: names only, for somebody may look over the operator's shoulder.
impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.status.as_u16(), self.method)?;
        match &self.path {
            Ok(path) => f.write_str(path)?,
            Err(why) => return write!(f, "(the gateway would refuse this: {why})"),
        }
        let mut names: Vec<&str> = Vec::new();
        for said in &self.said {
            if !names.contains(&said.name.as_str()) {
                names.push(&said.name);
            }
        }
        if !names.is_empty() {
            write!(f, "  {}", names.join(", "))?;
        }
        if self.body_unread {
            f.write_str("  (and a body that cannot be read)")?;
        }
        Ok(())
    }
}
