//! Items that a macro makes.

macro_rules! ids {
    ($name:ident) => {
        pub struct $name;
    };
}

ids!(Made);
