//! Reading of parameter types: the error of text that fits none, and types that are a choice of words.

/// Text that a parameter type cannot read.
#[derive(Debug, thiserror::Error)]
#[error("{text:?} is not {wanted}")]
pub struct Unreadable {
    text: String,
    wanted: &'static str,
}

pub(crate) fn unreadable(text: &str, wanted: &'static str) -> Unreadable {
    Unreadable { text: text.to_owned(), wanted }
}

macro_rules! words {
    (
        $(#[$meta:meta])* $name:ident($param:literal, $regex:literal)
        { $($(#[$doc:meta])* $text:literal => $variant:ident),+ $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Parameter)]
        #[param(name = $param, regex = $regex)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl FromStr for $name {
            type Err = Unreadable;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err(unreadable(text, $regex)),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$variant => $text),+ })
            }
        }
    };
}

pub(crate) use words;
