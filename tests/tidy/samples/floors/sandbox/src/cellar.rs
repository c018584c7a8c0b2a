//! A file of no room.
