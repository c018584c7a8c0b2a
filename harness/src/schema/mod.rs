//! The documented shapes: OpenAPI operation → status → schema → verdict, and the same for webhooks and single messages.

mod contract;
mod description;
mod documents;
mod layered;
mod media;
mod operations;
mod problem;
mod shape;

pub use contract::{Contract, Documented};
pub use description::{DescribedEvent, DescribedOperation, DescribedParameter, Description};
pub use documents::SchemaError;
pub use media::{essence, is_json};
pub use problem::{MessageProblem, sights_of, told};
pub use shape::{BoundKind, ClosedList, Shape, ShapeNode};
