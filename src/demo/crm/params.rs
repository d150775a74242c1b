//! Parameters as the CRM reads them: from query or form, the last occurrence of a name counts.
//! Ids come from the path; what is not a number is no record.

use axum::extract::{Form, FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::{StatusCode, request::Parts};

use super::failure::Failure;
use super::records::RecordId;

#[derive(Default)]
pub(super) struct Params(Vec<(String, String)>);

impl Params {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .rev()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// As PHP's `$_REQUEST`: the form's parameters shadow the query's.
    pub(super) fn merged_with(mut self, form: Self) -> Self {
        self.0.extend(form.0);
        self
    }

    pub(super) fn id(&self, name: &str) -> Option<Result<RecordId, Failure>> {
        self.get(name).filter(|text| !text.is_empty()).map(parse_id)
    }

    /// A page number from 1; absent means 1.
    pub(super) fn page(&self) -> Result<usize, Failure> {
        match self.get("page") {
            None => Ok(1),
            Some(text) => match text.parse() {
                Ok(page) if page > 0 => Ok(page),
                Ok(_) | Err(_) => Err(Failure::Invalid("`page` must be a number from 1".into())),
            },
        }
    }
}

fn parse_id(text: &str) -> Result<RecordId, Failure> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Failure::NotFound("record"));
    }
    text.parse()
        .map(RecordId)
        .map_err(|_| Failure::NotFound("record"))
}

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        Query::try_from_uri(&parts.uri)
            .map(|Query(pairs)| Self(pairs))
            .map_err(|_| Failure::Invalid("the query could not be read".into()))
    }
}

/// A posted `application/x-www-form-urlencoded` form.
pub(super) struct Posted(pub Params);

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        match Form::from_request(request, state).await {
            Ok(Form(pairs)) => Ok(Self(Params(pairs))),
            Err(rejection) if rejection.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                Err(Failure::WrongType("application/x-www-form-urlencoded"))
            }
            Err(_) => Err(Failure::Invalid(
                "the form could not be read, or is longer than 64 KB".into(),
            )),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for RecordId {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let Path(text) = Path::<String>::from_request_parts(parts, state)
            .await
            .map_err(|_| Failure::NotFound("record"))?;
        parse_id(&text)
    }
}
