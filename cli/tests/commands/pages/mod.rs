//! The operator on the pages of a Portal, by a map: the sandbox's Portal, and one that is built differently.

mod back_office;
mod maps;
mod one_time_code;
mod other_portal;
mod pages_bench;
mod portals;
mod steps;
