//! Hints on unknown words in a profile: the known word that is most similar.

/// The message of the parser, with the known word nearest to an unknown one.
pub(super) fn with_nearest(message: &str) -> String {
    let mut words = message.split('`').skip(1).step_by(2);
    let is_unknown = message.contains("unknown field `") || message.contains("unknown variant `");
    if is_unknown
        && let Some(unknown) = words.next()
        && let Some(nearest) = crate::nearest(unknown, words, 1).first()
    {
        return format!("{message}; did you mean `{nearest}`?");
    }
    message.to_owned()
}
