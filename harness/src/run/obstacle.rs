//! Signs that a run cannot judge its target.

/// A sign, seen in one case, that the target cannot be judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Obstacle {
    /// There is none: the verdict counts.
    #[default]
    None,
    /// The target cannot be judged any more; this is the cause.
    Certain(String),
    /// The case failed perhaps for this cause only. A few such cases end the run, unless a delivery arrives in another one.
    Suspected(String),
}
