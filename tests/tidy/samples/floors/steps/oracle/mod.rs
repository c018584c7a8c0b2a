//! The oracle.

mod books;
