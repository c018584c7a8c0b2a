//! A page.

use crate::http::body::Body;

pub struct Page(Body);
