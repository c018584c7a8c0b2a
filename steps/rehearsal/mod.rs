//! The rehearsal: what a run asks of the Portal and of its people, before it begins.

mod choice;
mod cost;
mod forecast;
#[cfg(test)]
mod lists;
mod needs;

pub use choice::chosen_for;
pub use cost::needs_at;
pub use forecast::RequestForecast;
