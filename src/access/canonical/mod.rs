//! One canonical request: the bytes that are judged are the bytes that are sent.
//!
//! A [`CanonicalTarget`] keeps the target exactly as it came and can list every way in which a server behind us
//! may read it. A request is only as visible as its least visible reading.

#[cfg(test)]
mod asp_net;
mod body;
mod characters;
mod dialect;
mod parameters;
mod path;
mod target;

pub use body::{
    BodyFields, BodyPart, BodyReader, LARGEST_BODY, Leaf, ReadNames, Step, Unreadable, UploadWatch,
};
pub use characters::fold;
pub use dialect::Dialect;
pub use parameters::{Occurrence, Parameters, SeenBy, loose_name};
pub use path::{Reading, TooManyReadings, readings};
pub use target::{CanonicalTarget, TargetError};
