//! The harness against its promises: a toy vocabulary, temporary suites, misbehaving clients.

#[cfg(test)]
mod authority;
#[cfg(test)]
mod break_off;
#[cfg(test)]
mod causes;
#[cfg(test)]
mod checks;
#[cfg(test)]
mod child;
#[cfg(test)]
mod client;
#[cfg(test)]
mod container;
#[cfg(test)]
mod container_profile;
#[cfg(test)]
mod failure;
mod faults;
#[cfg(test)]
mod folder;
#[cfg(test)]
mod junit_shape;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod lint;
#[cfg(test)]
mod load;
#[cfg(test)]
mod order;
#[cfg(test)]
mod profile;
mod progress;
#[cfg(test)]
mod proxy;
#[cfg(test)]
mod quote;
#[cfg(test)]
mod replay;
#[cfg(test)]
mod report;
#[cfg(test)]
mod report_file;
#[cfg(test)]
mod responder;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod select;
#[cfg(test)]
mod shards;
#[cfg(test)]
mod sink;
#[cfg(test)]
mod sink_trial;
#[cfg(test)]
mod snapshot;
#[cfg(test)]
mod structure;
#[cfg(test)]
mod summary;
#[cfg(test)]
mod toy;
#[cfg(test)]
mod verdicts;
